//! Signs requests, changes them, and explains them.

use verihook::{Any, ProviderEntry, Signer, UnixTime, providers};
use verihook_explain::{Code, Explainer, Finding, Request};

pub(crate) const NOW: UnixTime = UnixTime::from_seconds(1_795_000_000);
pub(crate) const SECRET: &str = "Pz8dW4kQ1vTn6Yb0sLr2cGh7";
pub(crate) const URL: &str = "https://hooks.example.com/in/shop?tenant=7&mode=live";
pub(crate) const JSON: &str =
    r#"{"id":"evt_71","ok":true,"items":[{"sku":"a/1","price":12.5},{}],"n":null}"#;

/// A request, and the endpoint that explains it.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) slug: &'static str,
    pub(crate) secrets: Vec<String>,
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    pub(crate) url: Option<String>,
    pub(crate) now: UnixTime,
}

/// Returns a genuine delivery of this provider, signed now, with this body.
pub(crate) fn signed(slug: &'static str, secret: &str, body: &[u8]) -> Case {
    signed_at(slug, secret, body, URL, NOW)
}

pub(crate) fn signed_at(
    slug: &'static str,
    secret: &str,
    body: &[u8],
    url: &str,
    time: UnixTime,
) -> Case {
    let entry = entry(slug);
    let mut signer = Signer::<Any>::of(entry, verbatim(secret)).unwrap();
    let signs_url = entry.scheme.signs_url();
    if signs_url {
        signer = signer.public_url(url).unwrap();
    }
    let headers = signer.sign(body, time).unwrap();
    let headers = headers.into_iter();
    Case {
        slug,
        secrets: vec![secret.to_owned()],
        method: entry.scheme.methods().next().unwrap().to_owned(),
        target: signer.sign_target(body, time).unwrap(),
        headers: headers.map(|(name, value)| (name.to_owned(), value.into_bytes())).collect(),
        body: body.to_vec(),
        url: signs_url.then(|| url.to_owned()),
        now: NOW,
    }
}

fn verbatim(secret: &str) -> verihook::SigningSecret {
    verihook::SigningSecret::new(secret).verbatim().allow_short()
}

pub(crate) fn entry(slug: &str) -> &'static ProviderEntry {
    providers::by_slug(slug).unwrap()
}

impl Case {
    pub(crate) fn explain(&self) -> Vec<Finding> {
        let mut explainer = Explainer::new(entry(self.slug));
        for secret in &self.secrets {
            explainer = explainer.secret(secret.as_str());
        }
        if let Some(url) = &self.url {
            explainer = explainer.public_url(url.as_str());
        }
        let request = Request::new(&self.method, &self.target, &self.headers, &self.body);
        explainer.explain(&request, self.now).unwrap()
    }

    pub(crate) fn codes(&self) -> Vec<Code> {
        self.explain().iter().map(|finding| finding.code).collect()
    }

    pub(crate) fn body(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = body.as_ref().to_vec();
        self
    }

    pub(crate) fn secret(mut self, secret: &str) -> Self {
        self.secrets = vec![secret.to_owned()];
        self
    }

    pub(crate) fn url(mut self, url: &str) -> Self {
        self.url = Some(url.to_owned());
        self
    }

    pub(crate) fn target(mut self, target: &str) -> Self {
        self.target = target.to_owned();
        self
    }

    pub(crate) fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// Changes the values of a header field.
    pub(crate) fn change(mut self, name: &str, change: impl Fn(&str) -> String) -> Self {
        let mut changed = false;
        for (given, value) in &mut self.headers {
            if given == name {
                let text = String::from_utf8(value.clone()).unwrap();
                *value = change(&text).into_bytes();
                changed = true;
            }
        }
        assert!(changed, "{name} is not there");
        self
    }

    pub(crate) fn rename(mut self, change: impl Fn(&str) -> String) -> Self {
        for (name, _) in &mut self.headers {
            *name = change(name);
        }
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        let before = self.headers.len();
        self.headers.retain(|(given, _)| given != name);
        assert!(self.headers.len() < before, "{name} is not there");
        self
    }

    pub(crate) fn value(&self, name: &str) -> String {
        let (_, value) = self.headers.iter().find(|(given, _)| given == name).unwrap();
        String::from_utf8(value.clone()).unwrap()
    }
}
