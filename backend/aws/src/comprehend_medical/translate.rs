//! Reads an answer of `DetectPHI`: spans of the whole text, in our categories. Pure.

use aws_sdk_comprehendmedical::operation::detect_phi::DetectPhiOutput;
use aws_sdk_comprehendmedical::types::{Entity, EntitySubType};
use deid_model::region::RegionReason;
use deid_model::{Confidence, EngineError, PhiCategory, PhiEntity, TextSpan};

use super::split::Chunk;

/// The entities of `answer`, which was given for `chunk`.
pub fn entities_from(
    answer: &DetectPhiOutput,
    chunk: Chunk<'_>,
) -> Result<Vec<PhiEntity>, EngineError> {
    // The SDK fills missing members in; a model always names itself, so this was no answer of one.
    if answer.model_version.is_empty() {
        return Err(EngineError::Malformed);
    }
    let length = chunk.text.chars().count();
    answer
        .entities
        .iter()
        .map(|found| entity_from(found, chunk.start, length))
        .collect()
}

fn entity_from(found: &Entity, start: u32, length: usize) -> Result<PhiEntity, EngineError> {
    let offset = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
    let (Some(begin), Some(end)) = (offset(found.begin_offset), offset(found.end_offset)) else {
        return Err(EngineError::Malformed);
    };
    if begin >= end || end as usize > length {
        return Err(EngineError::Malformed);
    }
    Ok(PhiEntity {
        span: TextSpan {
            start: start + begin,
            end: start + end,
        },
        category: category_from(found.r#type()),
        score: score_from(found.score),
        reason: RegionReason::CloudPhi,
        source: "",
    })
}

/// Kinds that the service did not name, or that we do not know, are PHI like the others.
fn category_from(kind: Option<&EntitySubType>) -> PhiCategory {
    match kind.map(EntitySubType::as_str) {
        Some("NAME") => PhiCategory::Name,
        Some("DATE") => PhiCategory::Date,
        Some("AGE") => PhiCategory::Age,
        Some("ID" | "IDENTIFIER") => PhiCategory::Id,
        Some("ADDRESS") => PhiCategory::Address,
        Some("PHONE_OR_FAX" | "CONTACT_POINT") => PhiCategory::PhoneOrFax,
        Some("EMAIL") => PhiCategory::Email,
        Some("URL") => PhiCategory::Url,
        Some("PROFESSION") => PhiCategory::Profession,
        _ => PhiCategory::Unknown,
    }
}

/// Scores of PHI lie in (0, 1]: 0 would mean harmless. Without a number the service is taken to be sure.
fn score_from(score: Option<f32>) -> Confidence {
    let score = score.filter(|score| !score.is_nan()).unwrap_or(1.0);
    Confidence::new(score.max(f32::MIN_POSITIVE))
}

/// In order of position; what two overlapping chunks found alike stands once, with the better score.
pub fn merged(mut entities: Vec<PhiEntity>) -> Vec<PhiEntity> {
    let place = |it: &PhiEntity| (it.span.start, it.span.end, it.category as u8);
    entities.sort_by(|a, b| {
        let by_score = b.score.value().total_cmp(&a.score.value());
        place(a).cmp(&place(b)).then(by_score)
    });
    entities.dedup_by(|next, kept| place(next) == place(kept));
    entities
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHUNK: Chunk<'static> = Chunk {
        text: "Jörg 𝒳 Kestrel",
        start: 100,
    };

    fn entity(span: (i32, i32), kind: Option<&str>, score: Option<f32>) -> Entity {
        Entity::builder()
            .begin_offset(span.0)
            .end_offset(span.1)
            .set_type(kind.map(EntitySubType::from))
            .set_score(score)
            .build()
    }

    fn translated(entities: Vec<Entity>) -> Result<Vec<PhiEntity>, EngineError> {
        let answer = DetectPhiOutput::builder()
            .set_entities(Some(entities))
            .model_version("2.1.0");
        entities_from(&answer.build().unwrap(), CHUNK)
    }

    #[test]
    fn spans_are_shifted_to_the_whole_text() {
        let found = translated(vec![entity((7, 14), Some("NAME"), Some(0.5))]).unwrap();
        assert_eq!(
            found[0].span,
            TextSpan {
                start: 107,
                end: 114
            }
        );
        assert_eq!(found[0].score.value(), 0.5);
    }

    #[test]
    fn every_kind_has_its_category_and_unknown_ones_are_phi() {
        for (kind, expect) in [
            (Some("NAME"), PhiCategory::Name),
            (Some("IDENTIFIER"), PhiCategory::Id),
            (Some("CONTACT_POINT"), PhiCategory::PhoneOrFax),
            (Some("DX_NAME"), PhiCategory::Unknown),
            (Some("SHOE_SIZE"), PhiCategory::Unknown),
            (None, PhiCategory::Unknown),
        ] {
            let found = translated(vec![entity((0, 4), kind, Some(0.0))]).unwrap();
            assert_eq!(found[0].category, expect, "{kind:?}");
            assert!(found[0].score.value() > 0.0, "{kind:?}");
        }
    }

    #[test]
    fn a_missing_score_is_a_sure_one() {
        for score in [None, Some(f32::NAN), Some(7.0)] {
            let found = translated(vec![entity((0, 4), Some("NAME"), score)]).unwrap();
            assert_eq!(found[0].score.value(), 1.0);
        }
    }

    #[test]
    fn offsets_outside_the_text_are_malformed() {
        for span in [(-1, 4), (4, 4), (5, 4), (0, 15)] {
            let found = translated(vec![entity(span, Some("NAME"), Some(0.5))]);
            assert_eq!(found, Err(EngineError::Malformed), "{span:?}");
        }
        let nowhere = Entity::builder().score(0.5).build();
        assert_eq!(translated(vec![nowhere]), Err(EngineError::Malformed));
        assert!(translated(vec![entity((0, 14), Some("NAME"), Some(0.5))]).is_ok());
    }

    #[test]
    fn an_answer_without_a_model_is_malformed() {
        let answer = DetectPhiOutput::builder()
            .set_entities(Some(Vec::new()))
            .model_version("");
        assert_eq!(
            entities_from(&answer.build().unwrap(), CHUNK),
            Err(EngineError::Malformed)
        );
    }

    #[test]
    fn what_two_chunks_found_alike_stands_once() {
        let phi = |start, end, score| PhiEntity {
            span: TextSpan { start, end },
            category: PhiCategory::Name,
            score: Confidence::new(score),
            reason: RegionReason::CloudPhi,
            source: "",
        };
        let all = vec![
            phi(9, 12, 0.4),
            phi(2, 5, 0.3),
            phi(9, 12, 0.8),
            phi(9, 11, 0.1),
        ];
        assert_eq!(
            merged(all),
            vec![phi(2, 5, 0.3), phi(9, 11, 0.1), phi(9, 12, 0.8)]
        );
    }
}
