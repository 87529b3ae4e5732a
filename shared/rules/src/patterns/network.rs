//! E-mail and web addresses.

use deid_model::PhiCategory;

use super::fold::{canonical, listed};
use super::reading::{Reading, Token};
use super::{Opinion, pattern};

/// Ends of domain names (sorted).
const DOMAINS: &[&str] = &[
    "at", "au", "be", "br", "care", "ch", "clinic", "com", "cz", "de", "dk", "edu", "es", "eu",
    "fi", "fr", "gov", "health", "hospital", "info", "it", "jp", "net", "nhs", "nl", "org", "pl",
    "pt", "se", "uk",
];

/// Every e-mail and web address of the text.
pub(super) fn find(reading: &Reading<'_>, opinions: &mut Vec<Opinion>) {
    for (index, token) in reading.tokens.iter().enumerate() {
        if token.text.contains('@') {
            if let Some(words) = email(reading, index) {
                opinions.push(pattern(words, PhiCategory::Email, 0.94, "email"));
            }
        } else if let Some(score) = url(token) {
            opinions.push(pattern(index..index + 1, PhiCategory::Url, score, "url"));
        }
    }
}

/// The word with the `@`, and its neighbors where the `@` stands at its edge.
fn email(reading: &Reading<'_>, index: usize) -> Option<std::ops::Range<usize>> {
    let token = reading.token(index)?;
    let (before, after) = token.text.split_once('@')?;
    let has_letter = |text: &str| text.chars().any(char::is_alphanumeric);
    let joins_before = !has_letter(before) && reading.preceding(index).is_some_and(is_address_part);
    let joins_after = !has_letter(after)
        && reading
            .following(index)
            .is_some_and(|next| is_address_part(next));
    let whole = (has_letter(before) || joins_before) && (has_letter(after) || joins_after);
    // "90 mm @ 2 s" is no address.
    let worded = token.letters > 0 || (joins_before && joins_after);
    (whole && worded)
        .then(|| index - usize::from(joins_before)..index + 1 + usize::from(joins_after))
}

fn is_address_part(token: &Token<'_>) -> bool {
    token.letters >= 2
        && (token.text.contains('.') || token.text.len() >= 3)
        && !token.text.ends_with(':')
}

fn url(token: &Token<'_>) -> Option<f32> {
    if token.letters < 4 || token.text.len() > 300 {
        return None;
    }
    let text = token.core.to_lowercase();
    if text.contains("://") || text.starts_with("http") {
        return Some(0.95);
    }
    let host = text.split(['/', ':', '?']).next()?;
    let mut labels = host.split('.').rev();
    let (end, name) = (labels.next()?, labels.next()?);
    if text.starts_with("www") || (canonical(host).starts_with("www") && host.contains('.')) {
        return Some(0.93);
    }
    let named = name.chars().filter(|letter| letter.is_alphabetic()).count() >= 3;
    let sure = labels.next().is_some()
        || end.len() > 2
        || token.core.chars().all(|letter| !letter.is_uppercase());
    (named && sure && listed(DOMAINS, end)).then_some(0.85)
}
