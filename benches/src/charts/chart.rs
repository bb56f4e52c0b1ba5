//! Horizontal bars from zero. The numbers are in columns beyond the plot, where no bar or mark can
//! reach them.

use crate::figures::Figure;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::element::DashedPathElement;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::error::Error;
use std::path::Path;
use verihook_benches as groups;

/// The charts, in the order of `docs/performance.md`.
pub const CHARTS: [Chart; 5] = [
    Chart {
        file: "hash.svg",
        group: groups::BARE_HASH,
        title: "Verification time relative to the bare hash (ratio, lower is better)",
        axis: "ratio of times: verification / HMAC-SHA256 of the body",
        reference: "1.0: as long as the bare hash",
    },
    Chart {
        file: "webhook-verify.svg",
        group: groups::WEBHOOK_VERIFY,
        title: "Speed relative to webhook-verify 0.1.0 (ratio, higher is better)",
        axis: "ratio of times: webhook-verify / verihook",
        reference: "1.0: as fast as webhook-verify",
    },
    Chart {
        file: "standard-webhooks.svg",
        group: groups::STANDARD_WEBHOOKS,
        title: "Speed relative to svix and standardwebhooks (ratio, higher is better)",
        axis: "ratio of times: other crate / verihook",
        reference: "1.0: as fast as the other crate",
    },
    Chart {
        file: "adapters.svg",
        group: groups::THROUGHPUT,
        title: "Requests per second relative to a plain handler (ratio, higher is better)",
        axis: "ratio of rates: verified handler / plain handler of the same framework",
        reference: "1.0: as many as the plain handler",
    },
    Chart {
        file: "adapters-hash.svg",
        group: groups::HASHED_THROUGHPUT,
        title: "Requests per second relative to computing the hash (ratio, higher is better)",
        axis: "ratio of rates: verified handler / handler that computes the same hash",
        reference: "1.0: as many as that handler",
    },
];

/// A chart of one group of figures.
pub struct Chart {
    file: &'static str,
    group: &'static str,
    title: &'static str,
    /// The meaning of the horizontal axis.
    axis: &'static str,
    /// The meaning of the dashed line at 1.0.
    reference: &'static str,
}

const WIDTH: u32 = 700;
/// Space above the plot: the title, the legend and the heads of the columns.
const TOP: u32 = 88;
/// Space below the plot: the axis and its meaning.
const BOTTOM: u32 = 50;
/// Space to the right of the plot: the numbers.
const NUMBERS: u32 = 135;
/// Right ends of the columns of numbers.
const MEASURED: i32 = WIDTH as i32 - 70;
const GOAL: i32 = WIDTH as i32 - 14;
const ROW: i32 = 22;
/// Space between rows of different body sizes.
const GAP: i32 = 9;

const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
const GRID: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);
const MET: RGBColor = RGBColor(0x66, 0x99, 0xcc);
const MISSED: RGBColor = RGBColor(0xee, 0x99, 0x55);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Plot<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type DrawResult = Result<(), Box<dyn Error>>;

impl Chart {
    /// Writes the chart into this folder.
    ///
    /// # Errors
    ///
    /// If the group has no figures, as after `scripts/speed --quick`, or if the file cannot be
    /// written.
    pub fn draw(&self, folder: &Path, figures: &[Figure]) -> DrawResult {
        let rows = rows(figures.iter().filter(|figure| figure.group == self.group));
        let Some(last) = rows.last() else {
            let group = self.group;
            return Err(
                format!("figures.json has no group \"{group}\": measure without --quick").into()
            );
        };
        let height = last.top + ROW;
        let path = folder.join(self.file);
        let area =
            SVGBackend::new(&path, (WIDTH, TOP + height as u32 + BOTTOM)).into_drawing_area();
        area.fill(&WHITE)?;
        self.head(&area)?;
        self.plot(&area, &rows, height)?;
        area.present()?;
        Ok(())
    }

    /// Draws the rows. In the plot, one unit of the vertical axis is one pixel.
    fn plot(&self, area: &Area<'_>, rows: &[Row<'_>], height: i32) -> DrawResult {
        let names = width_of_names(rows);
        let mut plot = ChartBuilder::on(area)
            .margin_top(TOP)
            .margin_right(NUMBERS)
            .x_label_area_size(BOTTOM)
            .y_label_area_size(names)
            .build_cartesian_2d(0.0..end_of_axis(rows), f64::from(height)..0.0)?;
        self.axis(&mut plot)?;
        for row in rows {
            row.texts(area, names)?;
            row.bar(&plot)?;
        }
        reference(&plot, height)?;
        for row in rows {
            row.goal(&plot)?;
        }
        Ok(())
    }

    /// Draws the title, the legend and the heads of the columns.
    fn head(&self, area: &Area<'_>) -> DrawResult {
        let bold = TextStyle::from(("sans-serif", 19).into_font().style(FontStyle::Bold));
        area.draw_text(
            self.title,
            &bold.color(&INK).pos(Pos::new(HPos::Left, VPos::Center)),
            (14, 20),
        )?;
        self.legend(area, 46)?;
        text(area, "measured", HPos::Right, (MEASURED, TOP as i32 - 12))?;
        text(area, "goal", HPos::Right, (GOAL, TOP as i32 - 12))
    }

    fn legend(&self, area: &Area<'_>, y: i32) -> DrawResult {
        let swatch =
            |x: i32, color: RGBColor| Rectangle::new([(x, y - 7), (x + 20, y + 7)], color.filled());
        area.draw(&swatch(14, MET))?;
        text(area, "goal met", HPos::Left, (42, y))?;
        area.draw(&swatch(122, MISSED))?;
        text(area, "goal missed", HPos::Left, (150, y))?;
        area.draw(&PathElement::new([(250, y - 10), (250, y + 10)], INK.stroke_width(3)))?;
        text(area, "goal", HPos::Left, (260, y))?;
        area.draw(&dashed((330, y - 10), (330, y + 10)))?;
        text(area, self.reference, HPos::Left, (340, y))
    }

    /// Draws the horizontal axis with its ticks, and a line up from each.
    fn axis(&self, plot: &mut Plot<'_, '_>) -> DrawResult {
        plot.configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .x_labels(10)
            .x_label_formatter(&|value| format!("{value:.1}"))
            .bold_line_style(GRID)
            .x_max_light_lines(1)
            .axis_style(INK)
            .label_style(("sans-serif", 16).into_font().color(&INK))
            .x_desc(self.axis)
            .draw()?;
        Ok(())
    }
}

/// A figure, and the height at which it is drawn, in pixels from the top of the plot.
struct Row<'a> {
    figure: &'a Figure,
    top: i32,
}

/// Places the figures one under the other, with a gap between different body sizes.
fn rows<'a>(figures: impl Iterator<Item = &'a Figure>) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for figure in figures {
        let top = rows.last().map_or(0, |last| {
            let gap = if size(last.figure) == size(figure) { 0 } else { GAP };
            last.top + ROW + gap
        });
        rows.push(Row { figure, top });
    }
    rows
}

/// Returns the part of the name that says how long the body is, if there is one.
fn size(figure: &Figure) -> Option<&str> {
    figure.what.rsplit_once(", ").map(|(_, size)| size)
}

/// Returns the space for the names, in pixels. SVG viewers choose the font, so this assumes a wide
/// one.
fn width_of_names(rows: &[Row<'_>]) -> u32 {
    let longest = rows.iter().map(|row| row.figure.what.chars().count()).max().unwrap_or(0);
    (longest as f64 * 7.5).ceil() as u32 + 20
}

fn end_of_axis(rows: &[Row<'_>]) -> f64 {
    let of_row = |row: &Row<'_>| row.figure.figure.max(row.figure.bound.unwrap_or(0.0));
    rows.iter().map(of_row).fold(1.0, f64::max) * 1.04
}

impl Row<'_> {
    /// Draws the name to the left of the plot, and the numbers to the right.
    fn texts(&self, area: &Area<'_>, names: u32) -> DrawResult {
        let y = TOP as i32 + self.top + ROW / 2;
        text(area, &self.figure.what, HPos::Right, (names as i32 - 8, y))?;
        text(area, &decimals(self.figure.figure), HPos::Right, (MEASURED, y))?;
        text(area, &self.figure.goal(decimals), HPos::Right, (GOAL, y))
    }

    fn bar(&self, plot: &Plot<'_, '_>) -> DrawResult {
        let color = if self.figure.holds { MET } else { MISSED };
        let corners = [(0.0, self.y(4)), (self.figure.figure, self.y(ROW - 4))];
        Ok(plot.plotting_area().draw(&Rectangle::new(corners, color.filled()))?)
    }

    /// Draws the mark of the goal, if there is one, across the bar.
    fn goal(&self, plot: &Plot<'_, '_>) -> DrawResult {
        let Some(bound) = self.figure.bound else { return Ok(()) };
        let ends = [(bound, self.y(1)), (bound, self.y(ROW - 1))];
        Ok(plot.plotting_area().draw(&PathElement::new(ends, INK.stroke_width(3)))?)
    }

    fn y(&self, below_top: i32) -> f64 {
        f64::from(self.top + below_top)
    }
}

fn decimals(number: f64) -> String {
    format!("{number:.2}")
}

/// Draws the dashed line at 1.0.
fn reference(plot: &Plot<'_, '_>, height: i32) -> DrawResult {
    Ok(plot.plotting_area().draw(&dashed((1.0, 0.0), (1.0, f64::from(height))))?)
}

fn dashed<T: Copy>(from: T, to: T) -> DashedPathElement<std::array::IntoIter<T, 2>, i32> {
    DashedPathElement::new([from, to], 4, 3, INK.stroke_width(1))
}

fn text(area: &Area<'_>, text: &str, side: HPos, at: (i32, i32)) -> DrawResult {
    let style = TextStyle::from(("sans-serif", 16).into_font());
    Ok(area.draw_text(text, &style.color(&INK).pos(Pos::new(side, VPos::Center)), at)?)
}
