//! The page with a store and Amazon's engines, in a real browser: from bucket, consent, review, to bucket.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::net::TcpListener;
use std::path::PathBuf;

use deid_fakes::{Behave, FakeComprehendMedical, FakeRekognition, Fault, ScriptedPhi, Words};
use deid_phantom::{Built, built};
use deid_tests::browser::{Serving, Visit, visit_at};
use deid_tests::judge::leaks;
use serde_json::Value;
use tempfile::TempDir;

/// A word that only Amazon sees.
const SEEN: &str = "HOLLOWAY";

/// A store with one original, Amazon on loopback, and how the server of both is started.
struct Clinic {
    rekognition: FakeRekognition,
    _comprehend: FakeComprehendMedical,
    folder: TempDir,
    case: Built,
    serving: Serving,
}

impl Clinic {
    fn new() -> Self {
        let place = [0.45, 0.55, 0.1, 0.04];
        let rekognition = FakeRekognition::start(Words::Fixed(vec![(SEEN.into(), place)]));
        let comprehend = FakeComprehendMedical::start(vec![ScriptedPhi::new(SEEN, "NAME", 0.8)]);
        let case = built("cr_implicit_little_12_bit");
        let folder = TempDir::new().unwrap();
        std::fs::create_dir_all(folder.path().join("originals/ward")).unwrap();
        std::fs::create_dir(folder.path().join("outputs")).unwrap();
        std::fs::write(folder.path().join("originals/ward/chest.dcm"), &case.bytes).unwrap();
        let store = free_address();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let arguments = [
            ["--originals", &path("originals")],
            ["--outputs", &path("outputs")],
            ["--store-listen", &store],
            ["--engine", "aws"],
            ["--send-images-to", "aws:eu-west-2"],
            ["--log-level", "trace"],
        ];
        let environment = [
            ["AWS_ENDPOINT_URL_REKOGNITION", rekognition.url()],
            ["AWS_ENDPOINT_URL_COMPREHENDMEDICAL", comprehend.url()],
            ["AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE00"],
            ["AWS_SECRET_ACCESS_KEY", "example"],
            // Whatever a user sets, libraries stay silent.
            ["RUST_LOG", "trace"],
        ];
        let serving = Serving {
            arguments: arguments.concat().into_iter().map(str::to_owned).collect(),
            environment: environment
                .map(|[name, value]| (name.into(), value.into()))
                .to_vec(),
            reaches: vec![store],
        };
        Self {
            rekognition,
            _comprehend: comprehend,
            folder,
            case,
            serving,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn audit(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.path("outputs-private/audit.jsonl")).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// An address that is free for now.
fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

async fn click(visit: &Visit, selector: &str) {
    visit.element(selector).await;
    // By script: an element below the fold of a dialog is as good as one above it.
    let script = "document.querySelector(arguments[0]).click();";
    visit.script(script, vec![selector.into()]).await;
}

fn named(testid: &str, name: &str) -> String {
    format!("[data-testid={testid}][data-name=\"{name}\"]")
}

/// Takes `ward/chest.dcm` out of the store.
async fn take_from_bucket(visit: &Visit) {
    click(visit, "[data-testid=from-bucket]").await;
    click(visit, &named("bucket-folder", "ward")).await;
    click(
        visit,
        &format!("{} input", named("bucket-object", "chest.dcm")),
    )
    .await;
    click(visit, "[data-testid=bucket-add]").await;
    visit
        .wait_state("chest.dcm", &["found", "needs-look"])
        .await;
}

async fn go_to(visit: &Visit, view: &str) {
    let script = "[...document.querySelectorAll('.nav-link')].find(link => link.innerText === arguments[0]).click();";
    visit.script(script, vec![view.into()]).await;
}

async fn choose_amazon(visit: &Visit) {
    go_to(visit, "Settings").await;
    click(visit, "[data-testid=engine] [data-engine=aws] input").await;
    go_to(visit, "Review").await;
}

async fn send(visit: &Visit) {
    click(visit, "[data-testid=cloud-send]").await;
    visit.element("[data-testid=consent-dialog][open]").await;
    click(visit, "[data-testid=consent-check]").await;
    click(visit, "[data-testid=consent-send]").await;
}

async fn save(visit: &Visit) {
    for _ in 0..4 {
        click(visit, "[data-testid=save]").await;
        if visit
            .wait_state("chest.dcm", &["saved", "needs-look"])
            .await
            == "saved"
        {
            return;
        }
    }
    panic!("not saved after four rounds");
}

#[test]
fn a_file_goes_from_bucket_to_bucket_with_both_engines_and_a_consent() {
    let clinic = Clinic::new();
    visit_at(&clinic.serving, |visit| async {
        take_from_bucket(&visit).await;
        let before = visit.regions().await.len();
        choose_amazon(&visit).await;
        assert_eq!(clinic.rekognition.calls(), 0, "choosing sends nothing");
        send(&visit).await;
        wait_text(
            &visit,
            "[data-testid=file-engine]",
            "Local and Amazon, eu-west-2",
        )
        .await;
        assert_eq!(visit.regions().await.len(), before + 1);
        let rows = "return [...document.querySelectorAll('[data-testid=region-row]')].map(row => row.innerText).join(' ');";
        let rows = visit.script(rows, Vec::new()).await;
        assert!(rows.as_str().unwrap().contains(SEEN), "{rows}");
        save(&visit).await;
        wait_text(&visit, "[data-testid=delivery]", "ward/de-id-chest.dcm").await;
        visit
    });
    let output = std::fs::read(clinic.path("outputs/ward/de-id-chest.dcm")).unwrap();
    assert_eq!(
        leaks(&clinic.case.truth.secrets, &output),
        Vec::<String>::new()
    );
    let audit = clinic.audit();
    let events: Vec<_> = audit
        .iter()
        .map(|line| line["event"].as_str().unwrap())
        .collect();
    assert_eq!(events, ["consent", "file"]);
    assert_eq!(audit[1]["consent"], audit[0]["consent"]);
    assert_eq!(audit[1]["status"], "written");
    let who = audit[0]["who"].as_str().unwrap();
    assert!(who.starts_with("os:") && audit[1]["who"] == who);
}

async fn wait_text(visit: &Visit, selector: &str, part: &str) {
    for _ in 0..600 {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText).join(' ');";
        let text = visit.script(script, vec![selector.into()]).await;
        if text.as_str().is_some_and(|text| text.contains(part)) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{selector} never says {part}");
}

#[test]
fn the_log_of_a_full_visit_holds_no_word_key_header_value_or_token() {
    let clinic = Clinic::new();
    let mut log = String::new();
    let mut token = String::new();
    visit_at(&clinic.serving, |visit| async {
        take_from_bucket(&visit).await;
        choose_amazon(&visit).await;
        send(&visit).await;
        wait_text(
            &visit,
            "[data-testid=file-engine]",
            "Local and Amazon, eu-west-2",
        )
        .await;
        save(&visit).await;
        log = visit.log();
        token = visit.link().split("token=").nth(1).unwrap().to_owned();
        visit
    });
    if log.is_empty() && token.is_empty() {
        return; // no browser here: the visit was skipped, and said so
    }
    assert!(log.lines().count() >= 10, "{log}");
    let secrets = clinic.case.truth.secrets.iter().map(String::as_str);
    let words = clinic
        .case
        .truth
        .words
        .iter()
        .map(|word| word.text.as_str());
    let told = secrets.chain(words).filter(|secret| secret.len() >= 4);
    for secret in told.chain([
        SEEN,
        "chest.dcm",
        "ward",
        &*token,
        "X-Amz-Signature",
        "AKIAEXAMPLE",
    ]) {
        assert!(
            !log.contains(secret),
            "the log holds a secret of {} characters",
            secret.len()
        );
    }
}

#[test]
fn an_engine_that_fails_stops_the_file_until_a_person_stays_local() {
    let clinic = Clinic::new();
    clinic.rekognition.behave(Behave::always(Fault::Denied));
    visit_at(&clinic.serving, |visit| async {
        take_from_bucket(&visit).await;
        let before = visit.regions().await;
        choose_amazon(&visit).await;
        send(&visit).await;
        visit.element("[data-testid=cloud-failed]").await;
        let script = "return document.querySelector('[data-testid=save]') === null;";
        assert_eq!(
            visit.script(script, Vec::new()).await,
            true,
            "it could be saved"
        );
        assert!(!clinic.path("outputs/ward").exists());
        clinic.rekognition.behave(Behave::WELL);
        click(&visit, "[data-testid=cloud-retry]").await;
        wait_text(
            &visit,
            "[data-testid=file-engine]",
            "Local and Amazon, eu-west-2",
        )
        .await;
        assert_eq!(visit.regions().await.len(), before.len() + 1);
        visit
    });
}
