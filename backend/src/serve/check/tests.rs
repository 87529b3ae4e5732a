//! What the check prints.

use std::path::{Path, PathBuf};

use super::*;
use crate::serve::arguments::ServeArguments;

async fn findings(change: impl FnOnce(&mut Configuration)) -> (String, u32) {
    let base = tempfile::tempdir().unwrap();
    findings_in(base.path(), change).await
}

async fn findings_in(base: &Path, change: impl FnOnce(&mut Configuration)) -> (String, u32) {
    for file in ["in/KESTREL^WREN.dcm", "out/x"] {
        let path = base.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "x").unwrap();
    }
    let mut configuration = Configuration::from_arguments(&ServeArguments {
        originals: Some(base.join("in")),
        outputs: Some(base.join("out")),
        ..ServeArguments::default()
    })
    .unwrap();
    change(&mut configuration);
    let mut findings = Findings::new(Vec::new());
    check_all(&configuration, &mut findings).await.unwrap();
    (String::from_utf8(findings.out).unwrap(), findings.problems)
}

#[tokio::test]
async fn a_store_that_works_is_told_so_and_names_are_counted_but_not_told() {
    let (told, problems) = findings(|_| ()).await;
    assert_eq!(problems, 0, "{told}");
    assert!(
        told.contains("ok       store local, originals: can be read"),
        "{told}"
    );
    assert!(
        told.contains("1 names at the top look identifying"),
        "{told}"
    );
    assert!(!told.contains("KESTREL"), "{told}");
}

fn everything_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything_below(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}

#[tokio::test]
async fn a_check_changes_nothing_and_tells_that_a_server_is_running() {
    let base = tempfile::tempdir().unwrap();
    let (told, _) = findings_in(base.path(), |_| ()).await;
    assert!(!told.contains("serving this folder now"), "{told}");
    let names = everything_below(base.path());
    assert_eq!(names.len(), 4, "{names:?}");

    let store = deid_store::start(deid_store::StoreOptions {
        listen: ([127, 0, 0, 1], 0).into(),
        originals: base.path().join("in"),
        outputs: base.path().join("out"),
        page_origins: Vec::new(),
        most_bytes: 1 << 20,
    })
    .await
    .unwrap();
    let upload = base.path().join("out/.deid-staging/upload");
    std::fs::write(&upload, "half of an output").unwrap();
    let (told, problems) = findings_in(base.path(), |_| ()).await;
    assert!(
        told.contains("a De-ID is serving this folder now"),
        "{told}"
    );
    assert_eq!(problems, 0, "{told}");
    assert!(upload.exists());
    store.stop().await;
}

#[tokio::test]
async fn what_is_wrong_is_told_with_how_to_mend_it() {
    let (told, problems) = findings(|configuration| {
        configuration.oidc = Some(crate::serve::sign_in::OidcSettings {
            issuer: "http://127.0.0.1:9".into(),
            audiences: vec!["deid".into()],
            groups_claim: "groups".into(),
        });
    })
    .await;
    assert_eq!(problems, 2, "{told}");
    assert!(
        told.contains("problem  sign-in: the OIDC issuer gave no keys"),
        "{told}"
    );
    assert!(
        told.contains("write [[groups]] into the --config file"),
        "{told}"
    );
}
