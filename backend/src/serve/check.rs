//! `deid serve --check`: looks at everything that serving will need, one line a finding, with how to mend it. Prints
//! counts, never a key.

mod bucket;
mod folders;
mod names;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use deid_aws::{
    Access, AccessError, ComprehendMedical, Endpoint, Patience, RateLimit, Rekognition,
};

use super::configuration::{CloudSettings, Configuration};
use super::sign_in::Oidc;
use super::start::page_origins;
use super::stores::connect_buckets;

/// While somebody watches: quickly, and without many tries.
const PATIENCE: Patience = Patience {
    attempts: 2,
    backoff: Duration::from_secs(1),
    attempt_timeout: Duration::from_secs(10),
    call_timeout: Duration::from_secs(25),
};

/// Lines, and whether one of them is a problem.
pub struct Findings<W> {
    out: W,
    problems: u32,
}

impl<W: Write> Findings<W> {
    /// Nothing found yet.
    pub const fn new(out: W) -> Self {
        Self { out, problems: 0 }
    }

    /// As it should be.
    fn fine(&mut self, what: &str) -> io::Result<()> {
        writeln!(self.out, "ok       {what}")
    }

    /// Cannot be told, or is for a person to judge.
    fn note(&mut self, what: &str) -> io::Result<()> {
        writeln!(self.out, "note     {what}")
    }

    /// How many of the names at the top of a place look as if they named a person.
    fn names(&mut self, place: &str, suspicious: usize) -> io::Result<()> {
        if suspicious == 0 {
            return self.fine(&format!("{place}: no name at the top looks identifying"));
        }
        self.note(&format!(
            "{place}: {suspicious} names at the top look identifying; an output keeps its original's name and folder, \
             unless the file's header shows that they identify"
        ))
    }

    /// Must be mended.
    fn problem(&mut self, what: &str, mend: &str) -> io::Result<()> {
        self.problems += 1;
        writeln!(self.out, "problem  {what}\n         {mend}")
    }
}

/// Checks, and prints.
///
/// # Errors
/// Where standard output cannot be written.
pub async fn check(configuration: &Configuration) -> anyhow::Result<ExitCode> {
    let mut findings = Findings::new(io::stdout());
    check_all(configuration, &mut findings).await?;
    let problems = findings.problems;
    writeln!(findings.out, "problems: {problems}")?;
    Ok(if problems == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

async fn check_all<W: Write>(
    configuration: &Configuration,
    findings: &mut Findings<W>,
) -> io::Result<()> {
    check_sign_in(configuration, findings).await?;
    folders::check_private(configuration.folders.private.as_deref(), findings)?;
    if let Some(cloud) = &configuration.cloud {
        check_cloud(cloud, findings).await?;
    } else {
        findings.note("no cloud engine is offered: nothing is sent to Amazon Rekognition or Comprehend Medical")?;
    }
    check_stores(configuration, findings).await
}

async fn check_sign_in<W: Write>(
    configuration: &Configuration,
    findings: &mut Findings<W>,
) -> io::Result<()> {
    let Some(settings) = &configuration.oidc else {
        return findings
            .fine("sign-in: whoever has the link that is printed at the start, on this computer");
    };
    let problem = match Oidc::new(settings.clone()) {
        Err(problem) => Some(problem.to_string()),
        Ok(provider) if provider.has_keys().await => None,
        Ok(_) => Some("the OIDC issuer gave no keys".to_owned()),
    };
    match problem {
        None => findings.fine("sign-in: the OIDC issuer gave its keys")?,
        Some(problem) => findings.problem(
            &format!("sign-in: {problem}"),
            "look at --oidc-issuer and --oidc-audience, and whether this computer reaches the issuer",
        )?,
    }
    if configuration.groups.is_empty() {
        findings.problem(
            "sign-in: no group has a right to anything",
            "write [[groups]] into the --config file",
        )?;
    }
    Ok(())
}

async fn check_cloud<W: Write>(
    cloud: &CloudSettings,
    findings: &mut Findings<W>,
) -> io::Result<()> {
    let endpoint = Endpoint::Aws {
        region: cloud.region.clone(),
        instance_role: true,
    };
    let access = match Access::connect(&endpoint, PATIENCE).await {
        Ok(access) => access,
        Err(problem) => {
            return findings.problem(&format!("AWS: {problem}"), "correct AWS_ENDPOINT_URL…");
        }
    };
    let region = &cloud.region;
    if let Err(problem) = access.find_credentials().await {
        return findings.problem(
            &format!("AWS: {problem}"),
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the machine a role",
        );
    }
    findings.fine("AWS: credentials were found")?;
    let detector = Rekognition::new(&access, RateLimit::new(cloud.detect_text_per_second));
    let classifier = ComprehendMedical::new(&access, RateLimit::new(cloud.detect_phi_per_second));
    engine(
        "Amazon Rekognition",
        "rekognition:DetectText",
        region,
        detector.paid_check().await,
        findings,
    )?;
    engine(
        "Amazon Comprehend Medical",
        "comprehendmedical:DetectPHI",
        region,
        classifier.paid_check().await,
        findings,
    )?;
    findings.note(&format!(
        "quotas: De-ID keeps to {} DetectText and {} DetectPHI calls a second; compare with \"Service Quotas\" of the \
         account in {region}, and set detect_text_per_second and detect_phi_per_second in the --config file",
        cloud.detect_text_per_second, cloud.detect_phi_per_second
    ))?;
    opt_out(cloud.opted_out, findings)
}

fn engine<W: Write>(
    name: &str,
    action: &str,
    region: &str,
    answer: Result<(), AccessError>,
    findings: &mut Findings<W>,
) -> io::Result<()> {
    match answer {
        Ok(()) => findings.fine(&format!("{name}: answers in {region}")),
        Err(problem) => findings.problem(
            &format!("{name}: {problem}"),
            &format!(
                "allow {action} to these credentials, and choose a region that has the service"
            ),
        ),
    }
}

fn opt_out<W: Write>(told: Option<bool>, findings: &mut Findings<W>) -> io::Result<()> {
    const MEND: &str = "attach an AI services opt-out policy in AWS Organizations, prove it by `aws organizations \
        describe-effective-policy --policy-type AISERVICES_OPT_OUT_POLICY`, and write opted_out = true into the \
        --config file";
    match told {
        Some(true) => findings.note("AI services opt-out: set, says the configuration; it cannot be told from here"),
        Some(false) => findings.problem(
            "AI services opt-out: not set, says the configuration; Amazon may keep what is sent to improve services",
            MEND,
        ),
        None => findings.note(&format!(
            "AI services opt-out: it cannot be told from here, and the configuration does not say; {MEND}"
        )),
    }
}

async fn check_stores<W: Write>(
    configuration: &Configuration,
    findings: &mut Findings<W>,
) -> io::Result<()> {
    if let Some((originals, outputs)) = &configuration.folders.pair {
        folders::check_pair(originals, outputs, findings)?;
    }
    let stores = match connect_buckets(configuration).await {
        Ok(stores) => stores,
        Err(problem) => {
            let problem = format!("stores: {:#}", anyhow::Error::from(problem));
            return findings.problem(&problem, "correct --store");
        }
    };
    if stores.is_empty() && configuration.folders.pair.is_none() {
        return findings.note("stores: none; files come from and go to the user's own computer");
    }
    let origins = page_origins(configuration, configuration.listen);
    for store in &stores {
        bucket::check(store, &origins, findings).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
