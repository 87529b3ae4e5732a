//! What a bucket allows pages of other origins.

use aws_sdk_s3::error::ProvideErrorMetadata;

use super::{ObjectStore, S3Error};
use crate::failure::Failure;

/// One rule of a bucket's cross-origin configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorsRule {
    /// Origins, or `*`; may hold one wildcard.
    pub origins: Vec<String>,
    /// Methods, such as `GET`.
    pub methods: Vec<String>,
    /// Request headers, or `*`.
    pub headers: Vec<String>,
    /// Response headers that a page may read.
    pub exposed: Vec<String>,
}

impl CorsRule {
    /// Whether a page of `origin` may send `method` with `headers`.
    #[must_use]
    pub fn allows(&self, origin: &str, method: &str, headers: &[&str]) -> bool {
        let is_one_of = |allowed: &[String], asked: &str| {
            let asked = asked.to_ascii_lowercase();
            allowed
                .iter()
                .any(|pattern| matches(&pattern.to_ascii_lowercase(), &asked))
        };
        is_one_of(&self.origins, origin)
            && self.methods.iter().any(|it| it == method)
            && headers.iter().all(|it| is_one_of(&self.headers, it))
    }
}

/// Whether `text` is `pattern`, in which one `*` stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((begin, end)) => {
            text.len() >= begin.len() + end.len() && text.starts_with(begin) && text.ends_with(end)
        }
    }
}

impl ObjectStore {
    /// The cross-origin rules of a bucket; none where there is no configuration.
    ///
    /// # Errors
    /// Any [`S3Error`]
    pub async fn bucket_cors(&self, bucket: &str) -> Result<Vec<CorsRule>, S3Error> {
        let answer = self.client.get_bucket_cors().bucket(bucket).send().await;
        let rules = match answer {
            Ok(answer) => answer.cors_rules.unwrap_or_default(),
            Err(error) if error.code() == Some("NoSuchCORSConfiguration") => Vec::new(),
            Err(error) => return Err(Failure::of(&error).into()),
        };
        let rules = rules.into_iter().map(|rule| CorsRule {
            origins: rule.allowed_origins,
            methods: rule.allowed_methods,
            headers: rule.allowed_headers.unwrap_or_default(),
            exposed: rule.expose_headers.unwrap_or_default(),
        });
        Ok(rules.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_allows_what_it_lists_and_nothing_else() {
        let rule = CorsRule {
            origins: vec!["https://*.example.org".to_owned()],
            methods: vec!["GET".to_owned(), "PUT".to_owned()],
            headers: vec!["Content-Type".to_owned(), "if-none-match".to_owned()],
            exposed: Vec::new(),
        };
        let headers = ["content-type", "if-none-match"];
        assert!(rule.allows("https://app.example.org", "PUT", &headers));
        assert!(!rule.allows("http://app.example.org", "PUT", &headers));
        assert!(!rule.allows("https://app.example.org", "DELETE", &headers));
        assert!(!rule.allows("https://app.example.org", "PUT", &["x-amz-acl"]));
        let open = CorsRule {
            origins: vec!["*".to_owned()],
            headers: vec!["*".to_owned()],
            ..rule
        };
        assert!(open.allows("null", "GET", &["anything"]));
    }
}
