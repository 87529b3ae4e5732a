//! Asking a classifier what the words of a frame are.

use deid_model::{
    ClassifiedText, EngineError, PhiCategory, PhiClassifier, PhiEntity, PhiText, TextDetection,
    TextSpan,
};

use crate::cloud::reading_text;

/// Belief that a word was read rightly, from which it may count as harmless: a misread word may be anything.
const SURELY_READ: f32 = 0.7;

/// What `classifier` calls each of `words`, in their order. `None` where a word was not read, where nothing is known of
/// it, and where it would be harmless if only it had been read surely: it may be anything then.
///
/// # Errors
/// Those of the classifier.
pub async fn classify<C: PhiClassifier>(
    classifier: &C,
    words: &[TextDetection],
) -> Result<Vec<Option<PhiEntity>>, EngineError> {
    let (text, spans) = reading_text(words, Some(PhiText::UNREAD));
    if words.iter().all(|word| word.text.is_none()) {
        return Ok(vec![None; words.len()]);
    }
    let classified = classifier.classify_phi(&text).await?;
    let entity = |(word, span): (&TextDetection, Option<TextSpan>)| {
        word.text.as_ref()?;
        let entity = entity_of(span?, &classified)?;
        let is_harmless = entity.category == PhiCategory::Harmless;
        (!is_harmless || word.read_confidence.value() >= SURELY_READ).then_some(entity)
    };
    Ok(words.iter().zip(spans).map(entity).collect())
}

/// The surest opinion on any part of `span`; harmless only where nothing else is said and all of it is.
fn entity_of(span: TextSpan, classified: &ClassifiedText) -> Option<PhiEntity> {
    let touching = || {
        let entities = classified.entities.iter();
        entities.filter(|entity| entity.span.start < span.end && span.start < entity.span.end)
    };
    let is_harmless = |entity: &&PhiEntity| entity.category == PhiCategory::Harmless;
    touching()
        .filter(|entity| !is_harmless(entity))
        .max_by(|a, b| a.score.value().total_cmp(&b.score.value()))
        .or_else(|| {
            let covers = |entity: &&PhiEntity| {
                is_harmless(entity)
                    && entity.span.start <= span.start
                    && span.end <= entity.span.end
            };
            touching().find(covers)
        })
        .copied()
}

#[cfg(test)]
mod tests {
    use deid_model::region::RegionReason;
    use deid_model::{Confidence, Coverage, PixelBox};

    use super::*;

    /// Calls `CHEST` harmless and everything else a name.
    struct Judge;

    impl PhiClassifier for Judge {
        async fn classify_phi(&self, text: &PhiText) -> Result<ClassifiedText, EngineError> {
            let mut start = 0;
            let entities = text.expose().split([' ', '\n']).map(|word| {
                let end = start + word.chars().count() as u32;
                let span = TextSpan { start, end };
                start = end + 1;
                let (category, score) = match word {
                    "CHEST" => (PhiCategory::Harmless, 0.0),
                    _ => (PhiCategory::Name, 0.7),
                };
                PhiEntity {
                    span,
                    category,
                    score: Confidence::new(score),
                    reason: RegionReason::Vocabulary,
                    source: "",
                }
            });
            Ok(ClassifiedText {
                entities: entities.collect(),
                coverage: Coverage::Complete,
            })
        }
    }

    fn word(text: Option<&str>, belief: f32, line: u32) -> TextDetection {
        let top = 30 * line;
        let area = PixelBox::new(10, top, 90, top + 20).unwrap();
        TextDetection {
            text: text.map(str::to_owned),
            read_confidence: Confidence::new(belief),
            ..TextDetection::unread(area, Confidence::new(0.9), line)
        }
    }

    fn categories(words: &[TextDetection]) -> Vec<Option<PhiCategory>> {
        let entities = pollster::block_on(classify(&Judge, words)).unwrap();
        entities
            .into_iter()
            .map(|entity| entity.map(|entity| entity.category))
            .collect()
    }

    #[test]
    fn each_word_gets_what_is_said_of_it_and_an_unread_one_nothing() {
        let words = [
            word(Some("CHEST"), 0.9, 0),
            word(None, 0.0, 1),
            word(Some("DOE"), 0.3, 2),
        ];
        let expected = [Some(PhiCategory::Harmless), None, Some(PhiCategory::Name)];
        assert_eq!(categories(&words), expected);
        assert_eq!(categories(&words[1..2]), [None]);
    }

    #[test]
    fn what_was_not_read_surely_is_never_harmless() {
        assert_eq!(categories(&[word(Some("CHEST"), 0.4, 0)]), [None]);
    }
}
