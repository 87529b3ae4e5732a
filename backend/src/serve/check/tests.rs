//! What the check prints.

use super::*;
use crate::serve::arguments::ServeArguments;

async fn findings(change: impl FnOnce(&mut Configuration)) -> (String, u32) {
    let base = tempfile::tempdir().unwrap();
    for file in ["in/KESTREL^WREN.dcm", "out/x"] {
        let path = base.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "x").unwrap();
    }
    let mut configuration = Configuration::from_arguments(&ServeArguments {
        originals: Some(base.path().join("in")),
        outputs: Some(base.path().join("out")),
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
