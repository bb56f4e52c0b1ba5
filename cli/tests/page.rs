//! Opens the page of `verihook listen` in a real browser.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

mod browser;
mod listener;

use browser::Browser;
use listener::{Listener, Server, github, post};
use serde_json::json;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::tempdir;

const GITHUB: [&str; 4] = ["--provider", "github", "--secret-env", "THE_SECRET"];

/// A script, as an attacker would have the page run it.
const ATTACK: &str = "<img src=x onerror=\"window.attacked=1\"><script>window.attacked=1</script>";

/// All parts share one browser, because it takes seconds to start.
#[test]
fn the_page_works_in_a_browser() {
    let Some(browser) = Browser::start() else {
        assert!(
            std::env::var_os("VERIHOOK_PAGE").is_none(),
            "chromium or chromedriver is not installed"
        );
        verihook_conformance::say(
            "ignored: the page is tested only if chromium and chromedriver are installed \
             (scripts/page installs them)",
        );
        return;
    };
    no_request(&browser);
    one_request(&browser);
    hostile_requests(&browser);
    forwarded_requests(&browser);
    many_requests(&browser);
    lost_connection(&browser);
}

/// Checks that the page logged no error, and loaded nothing from elsewhere.
fn assert_clean(browser: &Browser, listener: &Listener) {
    let errors = browser.log("browser");
    assert!(errors.is_empty(), "{errors:?}");
    let mut requests = 0;
    for message in browser.log("performance") {
        let message: serde_json::Value =
            serde_json::from_str(message["message"].as_str().unwrap()).unwrap();
        if message["message"]["method"] == "Network.requestWillBeSent" {
            requests += 1;
            let url = message["message"]["params"]["request"]["url"].as_str().unwrap();
            assert!(url.starts_with(&listener.url) || url.starts_with("data:,"), "{url}");
        }
    }
    assert!(requests > 1, "the log contains the requests of the page");
    browser.leave();
}

/// Calls `check` in light and in dark.
fn in_both(browser: &Browser, name: &str) {
    for scheme in ["dark", "light"] {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        browser.devtools("Emulation.setEmulatedMedia", json!({ "features": [feature] }));
        browser.wait(&format!("matchMedia('(prefers-color-scheme: {scheme})').matches"));
        assert_eq!(browser.run(CONTRAST), json!([]), "{name}, {scheme}: low contrast");
        browser.shot(&format!("{name}-{scheme}"));
    }
}

/// Returns the visible texts whose contrast with their background is under 4.5.
const CONTRAST: &str = r"
    const colour = (text) => (text.match(/[\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const ground = (element) => {
        for (let own = element; own; own = own.parentElement) {
            const parts = colour(getComputedStyle(own).backgroundColor);
            if (parts.length === 3 || parts[3] === 1) return parts;
        }
        return [255, 255, 255];
    };
    const low = [];
    for (const element of document.querySelectorAll('body *')) {
        const hasText = [...element.childNodes].some(
            (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
        const isShown = element.checkVisibility() && !element.matches('script, .hidden');
        if (!hasText || !isShown) continue;
        const [one, two] = [colour(getComputedStyle(element).color), ground(element)].map(light);
        const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
        if (ratio < 4.5) low.push([element.textContent, ratio]);
    }
    return low;";

fn no_request(browser: &Browser) {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &GITHUB);
    browser.open(&listener.url);
    browser.wait("document.querySelector('#empty').checkVisibility()");
    browser.wait("document.querySelector('#connection.live')");
    assert!(browser.text("#empty h2").contains("Waiting for the first request"));
    assert_eq!(browser.text("#send-url"), format!("{}/", listener.url));
    let command = browser.text("#send-verihook");
    let expected = format!("verihook send {}/ --provider github --secret-env ", listener.url);
    assert!(command.starts_with(&expected), "{command}");
    assert_eq!(browser.text("#provider"), "github");
    let permissions = ["clipboardReadWrite", "clipboardSanitizedWrite"];
    browser.devtools("Browser.grantPermissions", json!({ "permissions": permissions }));
    browser.run("document.querySelector('[data-copy=send-url]').click()");
    browser.wait("document.querySelector('[data-copy=send-url]').textContent === 'Copied'");
    browser.wait("document.querySelector('[data-copy=send-url]').textContent === 'Copy'");
    let names = "return [...document.querySelectorAll('button, input, [role=listbox]')].filter(
        (element) => !(element.ariaLabel || element.labels?.length || element.textContent.trim()))
        .length";
    assert_eq!(browser.run(names), 0, "everything that is operated has a name");
    in_both(browser, "0");
    assert_clean(browser, &listener);
}

fn one_request(browser: &Browser) {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &GITHUB);
    browser.open(&listener.url);
    browser.wait(
        "document.querySelector('#connection.live') && !document.querySelector('#empty').hidden",
    );
    browser.run("window.marker = 1");
    let body =
        br#"{"ref":"refs/heads/main","n":12345678901234567890,"empty":{},"list":[1,"a, b"]}"#;
    listener.send(&github("/hooks/github?tenant=7", body));
    browser.wait("document.querySelector('#details .badge')");
    assert_eq!(browser.run("return window.marker"), 1, "the page was not loaded again");
    assert_eq!(browser.run("return document.querySelectorAll('.row').length"), 1);
    assert!(browser.text(".row").contains("/hooks/github?tenant=7"));
    assert_eq!(browser.text("#details h2"), "POST /hooks/github?tenant=7");
    assert_eq!(browser.text("#details .badge"), "✓ Verified");
    assert!(browser.text("#details .facts").contains("event push"));
    assert!(browser.text("#details table").to_lowercase().contains("x-hub-signature-256"));
    assert_eq!(
        browser.text("pre.body"),
        "{\n  \"ref\": \"refs/heads/main\",\n  \"n\": 12345678901234567890,\n  \"empty\": {},\n  \
         \"list\": [\n    1,\n    \"a, b\"\n  ]\n}",
        "numbers and strings are shown as they are"
    );
    let replay = browser.text("#replay");
    assert!(replay.starts_with("verihook replay 1 http://localhost:3000 --folder "), "{replay}");
    choose_format(browser, "Text");
    assert_eq!(browser.text("pre.body").as_bytes(), body);
    choose_format(browser, "Hex");
    assert!(browser.text("pre.body").starts_with("00000000  7b 22 72 65 66 22 3a 22  "));
    choose_format(browser, "Formatted");
    settle(browser);
    in_both(browser, "1");
    let narrow = json!({ "width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", narrow);
    let wide = "return document.documentElement.scrollWidth > innerWidth";
    assert_eq!(browser.run(wide), false, "a narrow page is not scrolled sideways");
    browser.shot("1-narrow");
    browser.devtools("Emulation.clearDeviceMetricsOverride", json!({}));
    assert_clean(browser, &listener);
}

/// Ends the animation of new rows.
fn settle(browser: &Browser) {
    let end =
        "document.querySelectorAll('.is-new').forEach((own) => own.classList.remove('is-new'))";
    browser.run(end);
}

fn choose_format(browser: &Browser, name: &str) {
    browser.run(&format!(
        "[...document.querySelectorAll('.tools button')]
            .find((own) => own.textContent === '{name}').click()"
    ));
}

fn hostile_requests(browser: &Browser) {
    let folder = tempdir().unwrap();
    // A target with these characters is not HTTP, but a stored request may have been edited.
    let edited = post(&format!("/{}", ATTACK.replace(' ', "+")), &[("x-attack", ATTACK)], b"x");
    fs::write(folder.path().join("000001-1795000000000-POST.http"), edited).unwrap();
    let found = json!({
        "code": "body.newline-added", "certainty": "certain",
        "evidence": format!("one newline more than was signed, {ATTACK}"),
        "remedy": "Read the body with `read()` before it is parsed.",
    });
    let verdict =
        json!({ "result": "rejected", "reason": "signature mismatch", "findings": [found] });
    let entry = json!({
        "id": 1, "at": 1_795_000_000_000_u64, "method": "POST", "target": format!("/{ATTACK}"),
        "bytes": 1, "file": "000001-1795000000000-POST.http", "verdict": verdict, "status": 401,
    });
    fs::write(folder.path().join("index.jsonl"), format!("{entry}\n")).unwrap();
    let listener = Listener::start(folder.path(), &GITHUB);
    browser.open(&listener.url);
    browser.wait("document.querySelectorAll('.row').length === 1");
    assert!(browser.text("#list").contains(ATTACK), "the target is shown as text");
    let body = json!({ "type": ATTACK, "text": ATTACK }).to_string();
    listener.send(&post("/%3Cscript%3E", &[("x-attack", ATTACK)], body.as_bytes()));
    listener.send(&post("/binary", &[], &[0, 1, 2, 255, b'<', b'b', b'>']));
    browser.wait("document.querySelectorAll('.row').length === 3");
    for (id, expected) in [(2, "Rejected"), (1, "onerror"), (3, "00000000  00 01 02 ff 3c 62 3e")] {
        browser.run(&format!("document.getElementById('request-{id}').click()"));
        browser.wait(&format!("document.querySelector('#details').dataset.id === '{id}'"));
        assert!(browser.text("#details").contains(expected), "{}", browser.text("#details"));
        if id == 2 {
            assert!(browser.text("#details table").contains(ATTACK), "it is shown as text");
            assert!(browser.text("pre.body").contains("<script>window.attacked"));
            assert!(browser.text("#list").contains("<img src=x"), "so is the kind of event");
        }
        if id == 1 {
            let result = browser.text("#details");
            assert!(
                result.contains("body.newline-added") && result.contains("certain"),
                "{result}"
            );
            assert!(result.contains(&format!("than was signed, {ATTACK}")), "{result}");
            assert!(result.contains("Read the body with read() before"), "{result}");
            settle(browser);
            in_both(browser, "rejected");
        }
    }
    for (target, body) in [
        ("/deep", "[".repeat(200_000) + &"]".repeat(200_000)),
        ("/long", format!("[{}1]", "{},".repeat(100_000))),
    ] {
        listener.send(&post(target, &[], body.as_bytes()));
        browser.wait(&format!("document.querySelector('.row .path').title === '{target}'"));
        browser.run("document.querySelector('.row').click()");
        let title =
            format!("document.querySelector('#details h2').textContent === 'POST {target}'");
        browser.wait(&format!("{title} && document.querySelector('pre.body')"));
    }
    let made = "return document.querySelectorAll('main img, main script, main b').length";
    assert_eq!(browser.run(made), 0);
    assert_eq!(browser.run("return typeof window.attacked"), "undefined");
    let inline = "const script = document.createElement('script'); script.textContent =
        'window.attacked = 1'; document.body.append(script); return typeof window.attacked";
    assert_eq!(browser.run(inline), "undefined", "the policy of the page forbids other scripts");
    let refused = browser.log("browser");
    assert!(refused.len() == 1 && refused[0]["message"].as_str().unwrap().contains("violates"));
    assert_clean(browser, &listener);
}

fn forwarded_requests(browser: &Browser) {
    let folder = tempdir().unwrap();
    let server = Server::start(b"HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n");
    let listener = Listener::start(folder.path(), &["--forward", &server.url]);
    browser.open(&listener.url);
    browser.wait("document.querySelector('#connection.live')");
    assert_eq!(browser.text("#forward"), format!("forwards to {}", server.url));
    listener.send(&post("/in", &[("x-gitlab-token", "hidden at first")], b"{}"));
    browser.wait("document.querySelector('#details')?.innerText.includes('answered with 503 in')");
    assert!(browser.text("#details").contains("verihook listen --provider gitlab"));
    settle(browser);
    in_both(browser, "forwarded");
    assert!(!browser.text("#details table").contains("hidden at first"));
    browser.run("document.querySelector('.secret button').click()");
    assert!(browser.text("#details table").contains("hidden at first"));
    assert_clean(browser, &listener);
}

/// Stores requests as an earlier process would have.
fn fill(folder: &Path, count: u64) {
    let mut index = String::new();
    for id in 1..=count {
        let (at, file) = (1_795_000_000_000 + id * 1000, format!("{id:06}-{id}-POST.http"));
        let target =
            format!("/hooks/{}?number={id}", ["github", "stripe", "slack"][id as usize % 3]);
        fs::write(folder.join(&file), post(&target, &[], b"{\"a\":1}")).unwrap();
        let (result, reason, status) = match id % 7 {
            0 => ("rejected", json!("signature mismatch"), 401),
            3 => ("handshake", json!(null), 200),
            _ => ("verified", json!(null), 200),
        };
        let verdict = json!({ "result": result, "reason": reason, "event": "invoice.paid" });
        let entry = json!({
            "id": id, "at": at, "method": "POST", "target": target, "bytes": 7, "file": file,
            "verdict": verdict, "status": status,
        });
        writeln!(index, "{entry}").unwrap();
    }
    fs::write(folder.join("index.jsonl"), index).unwrap();
}

fn many_requests(browser: &Browser) {
    let folder = tempdir().unwrap();
    fill(folder.path(), 10_000);
    let started = Instant::now();
    let listener = Listener::start(folder.path(), &GITHUB);
    browser.open(&listener.url);
    browser.wait("document.querySelector('#count').textContent === (10000).toLocaleString()");
    verihook_conformance::say(&format!("10,000 requests were shown after {:?}", started.elapsed()));
    // Most of it is the start of the process, on a machine that may be busy.
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    let rows = "return document.querySelectorAll('.row').length";
    let bounded = |what: &str| {
        let count = browser.run(rows).as_u64().unwrap();
        assert!((10..=200).contains(&count), "{what}: {count} rows");
    };
    bounded("at the top");
    browser.wait("document.querySelector('#details .badge')");
    assert_eq!(browser.text("#details h2"), "POST /hooks/stripe?number=10000");
    in_both(browser, "10000");

    let (down, end) = ("\u{e015}", "\u{e010}");
    browser.type_into("#list", &down.repeat(2));
    browser.wait("document.querySelector('#details h2').textContent.endsWith('number=9998')");
    let active = "return document.querySelector('#list').getAttribute('aria-activedescendant')";
    assert_eq!(browser.run(active), "request-9998");
    browser.type_into("#list", end);
    browser.wait("document.querySelector('#details h2').textContent.endsWith('number=1')");
    browser.wait("document.querySelector('#request-1[aria-posinset=\"10000\"]')");
    bounded("at the end");

    // The rows in view do not move when a request arrives.
    browser.run("document.querySelector('#list').scrollTop = 27000");
    browser.wait("document.querySelector('#request-9500')");
    let top = "return document.querySelector('#request-9490').getBoundingClientRect().top";
    let before = browser.run(top);
    listener.send(&github("/new", b"{}"));
    browser.wait(
        "document.querySelector('#count').textContent === (10000).toLocaleString() || \
        document.querySelector('#count').textContent === (10001).toLocaleString()",
    );
    browser.wait("document.querySelector('#request-9490[aria-posinset=\"512\"]')");
    assert_eq!(browser.run(top), before);

    browser.type_into("#filter", "rejected number=99");
    browser.wait("document.querySelector('#count').textContent.includes(' of ')");
    bounded("with a filter");
    let all = "return [...document.querySelectorAll('.row')].every(
        (row) => row.textContent.includes('number=99') && row.textContent.includes('mismatch'))";
    assert_eq!(browser.run(all), true);
    browser.type_into("#filter", " nothing");
    browser.wait("document.querySelector('#unmatched').checkVisibility()");
    assert_clean(browser, &listener);
}

fn lost_connection(browser: &Browser) {
    let folder = tempdir().unwrap();
    let listener = Listener::start(folder.path(), &GITHUB);
    let address = listener.address;
    browser.open(&listener.url);
    browser.wait("document.querySelector('#connection.live')");
    listener.send(&github("/before", b"{}"));
    browser.wait("document.querySelectorAll('.row').length === 1");
    assert!(listener.interrupt().success());
    browser.wait("document.querySelector('#connection.lost')");
    let listener = Listener::start_at(address.port(), folder.path(), &GITHUB);
    listener.send(&github("/after", b"{}"));
    browser.wait("document.querySelector('#connection.live')");
    browser.wait("document.querySelectorAll('.row').length === 2");
    assert!(browser.text("#list").contains("/before") && browser.text("#list").contains("/after"));
}
