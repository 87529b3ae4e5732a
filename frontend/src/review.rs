//! Files that `deid run` left for a person: its list is opened here, and what was decided is handed back.
//!
//! A decision is bound to the content of a file by its hash, never to a name.

use deid_model::review::{FileDecisions, PlaceDrawn, ReviewEntry};
use deid_model::worker::SearchStage;

use crate::session::{FileState, QueueFile};

/// How the name of such a list ends. The page reads no other file.
const ENDING: &str = ".jsonl";
/// Bytes of a list at most.
const LARGEST: u64 = 64 << 20;

/// How far the person is with a file of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No file with this hash is open.
    NotOpen,
    /// It is open, and its text is being looked for.
    BeingRead,
    /// It was refused here too.
    Refused,
    /// It is open and read, and none of its frames was on screen.
    NotViewed,
    /// So many of its frames were on screen, of so many.
    Viewed(u32, u32),
}

/// Whether a file of this name and length is looked at as a list.
pub fn may_be_list(name: &str, bytes: u64) -> bool {
    name.to_ascii_lowercase().ends_with(ENDING) && bytes <= LARGEST
}

/// The entries of a list; `None` where a line is none, or where there is none at all.
pub fn entries(text: &str) -> Option<Vec<ReviewEntry>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let entries: Option<Vec<_>> = lines.map(|line| serde_json::from_str(line).ok()).collect();
    entries.filter(|entries| !entries.is_empty())
}

/// How far the person is with the file of this entry.
pub fn standing(entry: &ReviewEntry, files: &[QueueFile]) -> Standing {
    let Some(file) = file_of(entry, files) else {
        return Standing::NotOpen;
    };
    if file.state == FileState::Refused {
        Standing::Refused
    } else if file.stage != Some(SearchStage::Complete) {
        Standing::BeingRead
    } else if file.viewed.is_empty() {
        Standing::NotViewed
    } else {
        Standing::Viewed(file.viewed.len() as u32, file.frames())
    }
}

/// The file of decisions: one line for each file of the list that the person has looked at; empty where there is none.
pub fn decisions_file(entries: &[ReviewEntry], files: &[QueueFile]) -> String {
    let mut told: Vec<&str> = Vec::new();
    let mut text = String::new();
    for entry in entries {
        let Some(sha256) = entry.sha256.as_deref().filter(|it| !told.contains(it)) else {
            continue;
        };
        let looked_at = matches!(standing(entry, files), Standing::Viewed(..));
        let file = file_of(entry, files).filter(|_| looked_at);
        let line = file.and_then(|file| serde_json::to_string(&decisions(sha256, file)).ok());
        if let Some(line) = line {
            told.push(sha256);
            text += &line;
            text.push('\n');
        }
    }
    text
}

/// The open file with the content of this entry; of several, one that a person has looked at.
fn file_of<'a>(entry: &ReviewEntry, files: &'a [QueueFile]) -> Option<&'a QueueFile> {
    let sha256 = entry.sha256.as_deref()?;
    let is_it = |file: &&QueueFile| {
        let info = file.info.as_ref();
        info.is_some_and(|info| info.sha256.eq_ignore_ascii_case(sha256))
    };
    let same = files.iter().filter(is_it);
    same.max_by_key(|file| (file.state != FileState::Refused, file.viewed.len()))
}

fn decisions(sha256: &str, file: &QueueFile) -> FileDecisions {
    let drawn = file.editor.drawn();
    FileDecisions {
        sha256: sha256.to_owned(),
        frames_viewed: file.viewed.len() as u32,
        places: file.editor.places(),
        drawn: drawn.into_iter().map(PlaceDrawn::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::{Edit, RegionKey};
    use crate::session::tests::read_session;
    use crate::session::{Event, Session};
    use deid_model::{Decision, FrameSelection, PixelBox, ReasonCode};

    fn entry(sha256: Option<String>) -> ReviewEntry {
        ReviewEntry {
            input: "in/a.dcm".into(),
            sha256,
            reason: ReasonCode::LargeArea.into(),
            report: None,
        }
    }

    /// The entry of the files in the tests of the session.
    fn known() -> ReviewEntry {
        entry(Some("AB".repeat(32)))
    }

    fn view(session: &mut Session) {
        session.apply(Event::Painted(0, 0), 3.0);
    }

    fn edit(session: &mut Session, edit: Edit) {
        session.apply(Event::Edited(0, edit), 3.0);
    }

    #[test]
    fn a_list_is_told_by_its_content() {
        let line = serde_json::to_string(&known()).unwrap();
        let list = format!("{line}\n\n{line}\n");
        assert_eq!(entries(&list), Some(vec![known(), known()]));
        for other in ["", "\n", "{}", &format!("{line}\nDICM")] {
            assert_eq!(entries(other), None, "{other}");
        }
    }

    #[test]
    fn only_small_files_of_the_right_name_are_read() {
        assert!(may_be_list("review.jsonl", 9) && may_be_list("A.JSONL", 9));
        assert!(!may_be_list("a.dcm", 9) && !may_be_list("review.jsonl", 1 << 30));
    }

    #[test]
    fn the_decisions_file_holds_every_region() {
        let mut session = read_session(1);
        view(&mut session);
        edit(&mut session, Edit::Toggle(RegionKey::Proposed(0)));
        edit(&mut session, Edit::Delete(RegionKey::Proposed(1)));
        let area = PixelBox::new(20, 20, 30, 30).unwrap();
        let frames = FrameSelection::One(2);
        edit(
            &mut session,
            Edit::Draw {
                area,
                frames,
                seen_in: 2,
            },
        );
        let text = decisions_file(&[known(), known()], &session.files);
        let told: FileDecisions = serde_json::from_str(&text).unwrap();
        let decided: Vec<_> = told.places.iter().map(|place| place.decision).collect();
        assert_eq!(decided, [Decision::Keep, Decision::Keep]);
        assert_eq!(
            told.drawn,
            [PlaceDrawn {
                frame: frames,
                area
            }]
        );
        assert_eq!(told.frames_viewed, 1);
    }

    #[test]
    fn a_file_that_nobody_looked_at_is_not_decided() {
        let mut session = read_session(1);
        assert_eq!(standing(&known(), &session.files), Standing::NotViewed);
        assert_eq!(decisions_file(&[known()], &session.files), "");
        view(&mut session);
        assert_eq!(standing(&known(), &session.files), Standing::Viewed(1, 3));
    }

    #[test]
    fn a_file_is_known_by_its_content_alone() {
        let mut session = read_session(1);
        view(&mut session);
        for other in [entry(None), entry(Some("cd".repeat(32)))] {
            assert_eq!(standing(&other, &session.files), Standing::NotOpen);
            assert_eq!(decisions_file(&[other], &session.files), "");
        }
    }
}
