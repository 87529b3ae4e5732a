//! `deid serve` on the command line. A flag wins over the environment, that over `--config FILE`, that over the default.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Deserialize;

use super::origin::Origin;
use super::stores::StoreAddress;
use crate::send_to::SendTo;

/// `deid serve`
#[derive(Clone, Debug, Default, Args)]
#[command(after_long_help = FILE_HELP)]
pub struct ServeArguments {
    /// Address and port; port 0 takes a free one. Beyond this computer only with --oidc-issuer
    /// [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS", env = "DEID_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Where browsers reach the page: scheme and host; repeatable, in the environment separated by commas [default:
    /// the address listened on]
    #[arg(
        long,
        value_name = "URL",
        env = "DEID_PUBLIC_URL",
        value_delimiter = ','
    )]
    pub public_url: Vec<Origin>,
    /// Existing folder to read originals from, as the store `local`; needs --outputs [default: none]
    #[arg(long, value_name = "DIR", env = "DEID_ORIGINALS")]
    pub originals: Option<PathBuf>,
    /// Existing folder to write outputs to; needs --originals [default: none]
    #[arg(long, value_name = "DIR", env = "DEID_OUTPUTS")]
    pub outputs: Option<PathBuf>,
    /// Loopback address and port of the store `local` [default: 127.0.0.1:0]
    #[arg(long, value_name = "ADDRESS", env = "DEID_STORE_LISTEN")]
    pub store_listen: Option<SocketAddr>,
    /// Two places in Amazon S3, to read originals and to write outputs:
    /// ALIAS=s3://BUCKET/PREFIX,s3://BUCKET/PREFIX[,REGION]; repeatable, in the environment separated by semicolons
    /// [default: none]
    #[arg(long, value_name = "STORE", env = "DEID_STORES", value_delimiter = ';')]
    pub store: Vec<StoreAddress>,
    /// Engines that may be chosen; aws needs --send-images-to and --private (or --outputs) [default: local]
    #[arg(long, value_enum, env = "DEID_ENGINE")]
    pub engine: Option<ServedEngine>,
    /// Where pictures and text go when somebody chooses aws, such as aws:eu-west-2 [default: nowhere]
    #[arg(long, value_name = "aws:REGION", env = "DEID_SEND_IMAGES_TO")]
    pub send_images_to: Option<SendTo>,
    /// off takes the cloud engine away, whatever else is said [default: on]
    #[arg(long, value_enum, env = "DEID_CLOUD")]
    pub cloud: Option<Switch>,
    /// Folder of the audit log [default: the outputs folder's name with -private appended; none without --outputs]
    #[arg(long, value_name = "DIR", env = "DEID_PRIVATE")]
    pub private: Option<PathBuf>,
    /// OIDC provider whose tokens are accepted, as its tokens name it [default: none; the printed link then
    /// holds a token]
    #[arg(long, value_name = "URL", env = "DEID_OIDC_ISSUER")]
    pub oidc_issuer: Option<String>,
    /// Audience, or client id, that tokens must be for; repeatable, in the environment separated by commas
    /// [default: none]
    #[arg(
        long,
        value_name = "NAME",
        env = "DEID_OIDC_AUDIENCE",
        value_delimiter = ','
    )]
    pub oidc_audience: Vec<String>,
    /// Claim that names the groups of a caller, such as cognito:groups [default: groups]
    #[arg(long, value_name = "NAME", env = "DEID_OIDC_GROUPS_CLAIM")]
    pub oidc_groups_claim: Option<String>,
    /// Form of the log on standard error [default: text]
    #[arg(long, value_enum, env = "DEID_LOG_FORMAT")]
    pub log_format: Option<LogFormat>,
    /// How much De-ID logs; libraries never log more than warnings [default: info]
    #[arg(long, value_enum, env = "DEID_LOG_LEVEL")]
    pub log_level: Option<LogLevel>,
    /// Settings in TOML, see below [default: none]
    #[arg(long, value_name = "FILE", env = "DEID_CONFIG")]
    pub config: Option<PathBuf>,
    /// Check credentials, region, buckets, CORS and engines, say what is wrong and how to mend it, and end. With
    /// --engine aws this makes two paid calls, of about 0.003 US dollars in all
    #[arg(long)]
    pub check: bool,
}

/// Which engines are served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ServedEngine {
    /// The built-in engine alone
    #[default]
    Local,
    /// Beside it Amazon Rekognition and Comprehend Medical, for those who choose them
    Aws,
}

/// On or off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// As configured
    #[default]
    On,
    /// Taken away
    Off,
}

/// Form of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people
    #[default]
    Text,
    /// One JSON object a line
    Json,
}

/// How much is logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Failures
    Error,
    /// And what is odd
    Warn,
    /// And every request
    #[default]
    Info,
    /// And details
    Debug,
    /// And everything
    Trace,
}

pub const FILE_HELP: &str = "\
The file takes every option above by its name with _ for - (except config and check), and what has no option; the values \
shown are the defaults, or examples where there is none:

  account = \"Radiology research\"           # what the page calls the AWS account (example)
  opted_out = true                          # AI services opt-out of the organization (example)
  detect_text_per_second = 5.0              # DetectText calls a second, account-wide
  detect_phi_per_second = 40.0              # DetectPHI calls a second, account-wide
  prices = { as_of = \"2026-11-01\", detect_text = 0.001, detect_phi_unit = 0.0014 }   # (example)

  [limits]
  requests_per_second = 50                  # of one caller, in the long run
  request_burst = 400                       # of one caller, at once
  requests_at_a_time = 512                  # of all callers
  cloud_calls_at_a_time = 16                # of all callers
  cloud_calls_waiting = 16                  # beyond them; more are answered 429
  request_seconds = 60                      # longest time of one request
  body_seconds = 20                         # of them for its body, at most half
  output_bytes = 1073741824                 # longest output that may be written

  [[stores]]                                # (example; region: AWS_REGION, or that of send_images_to)
  alias = \"trial\"
  originals = \"s3://hospital-in/trial/\"
  outputs = \"s3://hospital-out/trial/\"
  region = \"eu-west-2\"

  [[groups]]                                # with OIDC: what a group may do; nobody else may do anything (example)
  name = \"radiology\"
  cloud = true                              # may send pictures to Amazon
  [[groups.stores]]
  alias = \"trial\"
  originals_prefixes = [\"site-a/\"]          # default: all
  outputs_prefix = \"site-a/\"                # default: the top
";

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        arguments: ServeArguments,
    }

    fn check(line: &str, is_fine: bool) {
        let parsed = Line::try_parse_from(line.split_whitespace());
        let problem = parsed.as_ref().err().map(ToString::to_string);
        assert_eq!(parsed.is_ok(), is_fine, "{line}: {problem:?}");
    }

    #[test]
    fn options_are_read_as_the_help_names_them() {
        check("deid --listen 127.0.0.1:0", true);
        check(
            "deid --originals in --outputs out --private p --store-listen 127.0.0.1:0",
            true,
        );
        check(
            "deid --store a=s3://one/p/,s3://two --store d=s3://one/,s3://two/g,eu-west-2",
            true,
        );
        check(
            "deid --engine aws --send-images-to aws:eu-west-2 --cloud off",
            true,
        );
        check(
            "deid --public-url https://deid.example.org --oidc-issuer https://id.example.org",
            true,
        );
        check(
            "deid --log-format json --log-level trace --check --config c.toml",
            true,
        );
        check("deid --listen nowhere", false);
        check("deid --engine gcp", false);
        check("deid --send-images-to eu-west-2", false);
        check("deid --store a=s3://one", false);
        check("deid --public-url deid.example.org", false);
        check("deid --cloud maybe", false);
    }

    #[test]
    fn every_option_tells_its_default() {
        use clap::CommandFactory;
        let command = Line::command();
        for argument in command
            .get_arguments()
            .filter(|argument| argument.get_id() != "check")
        {
            let help = argument
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(help.contains("[default: "), "{}", argument.get_id());
        }
    }
}
