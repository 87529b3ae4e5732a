//! Files of one device beside each other.

use super::*;

/// Has a worker read a file of one device in full, with this many words found.
fn read(session: &mut Session, worker: WorkerId, file: FileId, device: &str, words: u32) {
    let info = FileInfo {
        siblings: Some(device.to_owned()),
        ..info(None)
    };
    hear(session, worker, FromWorker::Opened { file, info });
    let regions = (0..words).map(|id| region(id, id * 20)).collect();
    let found = FromWorker::Regions {
        file,
        stage: SearchStage::Complete,
        frames_read: 3,
        regions,
    };
    hear(session, worker, found);
}

fn states(session: &Session) -> Vec<&'static str> {
    session.files.iter().map(|file| file.state.code()).collect()
}

#[test]
fn a_file_without_text_needs_a_look_once_a_sibling_has_some_whichever_comes_first() {
    for words in [[0, 2], [2, 0]] {
        let mut session = session(2);
        read(&mut session, 0, 0, "heron", words[0]);
        assert_eq!(states(&session)[0], "found");
        read(&mut session, 0, 1, "heron", words[1]);
        let expected = words.map(|words| if words == 0 { "needs-look" } else { "found" });
        assert_eq!(states(&session), expected);
        let silent = words.iter().position(|&words| words == 0).unwrap() as FileId;
        // A person saves it all the same.
        assert_eq!(session.apply(Event::Save(silent), 4.0).len(), 1);
        assert_eq!(states(&session)[silent as usize], "accepted");
    }
}

#[test]
fn files_of_other_devices_are_not_compared() {
    let mut session = session(2);
    read(&mut session, 0, 0, "heron", 0);
    read(&mut session, 0, 1, "kite", 2);
    assert_eq!(states(&session), ["found", "found"]);
}
