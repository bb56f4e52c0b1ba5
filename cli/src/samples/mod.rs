//! Sample deliveries of many providers: bodies, and the unsigned header fields around them.
//!
//! The bodies have the shapes that the providers document, with invented data. They are files, so
//! that they can be read and compared as they are sent. What differs from one delivery to the next
//! has a fixed form in the files, and [`Stamp::fill`] replaces it.

mod code;
mod devices;
mod identity;
mod messages;
mod money;
mod stamp;

pub(crate) use stamp::Stamp;

/// The samples of a provider and of its variants.
pub(crate) struct SampleSet {
    /// The slugs that share the samples.
    pub(crate) slugs: &'static [&'static str],
    /// Unsigned header fields. `{event}` is the name of the event.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// The samples. The first one is the default.
    pub(crate) samples: &'static [Sample],
}

/// The body of one delivery.
pub(crate) struct Sample {
    /// The name of the event, as the provider's header field or body contains it.
    pub(crate) event: &'static str,
    /// The file in the folder `samples`.
    pub(crate) file: &'static str,
    text: &'static str,
}

impl Sample {
    /// Returns the body before it is [filled](Stamp::fill).
    pub(crate) fn template(&self) -> &'static str {
        self.text.strip_suffix('\n').unwrap_or(self.text)
    }

    pub(crate) fn is_form(&self) -> bool {
        self.file.ends_with(".form")
    }
}

impl SampleSet {
    /// Returns the sample of this event. Upper and lower case do not matter.
    pub(crate) fn find(&self, event: &str) -> Option<&'static Sample> {
        self.samples.iter().find(|sample| sample.event.eq_ignore_ascii_case(event))
    }
}

/// Returns the samples of the provider with this slug.
pub(crate) fn of(slug: &str) -> Option<&'static SampleSet> {
    all().find(|set| set.slugs.contains(&slug))
}

fn all() -> impl Iterator<Item = &'static SampleSet> {
    [code::CODE, devices::DEVICES, identity::IDENTITY, messages::MESSAGES, money::MONEY]
        .into_iter()
        .flatten()
}

/// Embeds the files of a folder of `samples`.
macro_rules! samples {
    ($folder:literal $($event:literal = $file:literal,)+) => {
        &[$(
            $crate::samples::Sample {
                event: $event,
                file: concat!($folder, "/", $file),
                text: include_str!(concat!(
                    env!("CARGO_MANIFEST_DIR"), "/samples/", $folder, "/", $file
                )),
            },
        )+]
    };
}
use samples;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;
    use verihook::providers;

    #[test]
    fn the_table_lists_every_file() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        let mut files = BTreeSet::new();
        for folder in fs::read_dir(&root).unwrap() {
            let folder = folder.unwrap();
            for file in fs::read_dir(folder.path()).unwrap() {
                let (folder, file) = (folder.file_name(), file.unwrap().file_name());
                files.insert(format!("{}/{}", folder.display(), file.display()));
            }
        }
        let samples = || all().flat_map(|set| set.samples);
        let listed: BTreeSet<_> = samples().map(|sample| sample.file.to_owned()).collect();
        assert_eq!(listed, files);
        assert_eq!(samples().count(), files.len(), "a file is listed once");
    }

    #[test]
    fn no_provider_has_samples_in_two_sets() {
        for entry in providers::ALL {
            let sets = all().filter(|set| set.slugs.contains(&entry.slug)).count();
            assert!(sets <= 1, "{}", entry.slug);
        }
        for slug in all().flat_map(|set| set.slugs) {
            assert!(providers::by_slug(slug).is_some(), "{slug}");
        }
    }

    #[test]
    fn samples_are_small_and_well_formed() {
        for sample in all().flat_map(|set| set.samples) {
            let (file, body) = (sample.file, sample.template());
            assert!(!body.is_empty() && body.len() <= 2048, "{file}: {} bytes", body.len());
            if sample.is_form() {
                assert!(body.split('&').all(|item| item.contains('=')), "{file}");
            } else {
                assert!(file.ends_with(".json"), "{file}");
                assert!(serde_json::from_str::<serde_json::Value>(body).is_ok(), "{file}");
            }
        }
    }

    #[test]
    fn events_of_a_set_have_different_names() {
        for set in all() {
            let names: BTreeSet<_> =
                set.samples.iter().map(|sample| sample.event.to_ascii_lowercase()).collect();
            assert_eq!(names.len(), set.samples.len(), "{}", set.slugs[0]);
        }
    }

    /// Host names are those that RFC 2606 reserves, except in the field that names the sender.
    #[test]
    fn hosts_are_reserved_names() {
        for sample in all().flat_map(|set| set.samples) {
            for host in sample.template().split("://").skip(1) {
                let end = host.find(['/', '"', '%', '?']).unwrap_or(host.len());
                let host = &host[..end];
                let reserved = host == "example.com" || host.ends_with(".example.com");
                assert!(reserved || host == "shopify", "{}: {host}", sample.file);
            }
        }
    }
}
