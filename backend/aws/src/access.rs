//! Where the services are, who asks, and how patiently: one [`Access`] for every service of one region.

use std::time::Duration;

use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::ecs::EcsCredentialsProvider;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::meta::credentials::CredentialsProviderChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::web_identity_token::WebIdentityTokenCredentialsProvider;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, ProvideCredentials, SharedCredentialsProvider};

use crate::address;
use crate::failure::Failure;

/// Where the services of one region are.
#[derive(Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// Amazon, or where `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>` say; credentials come from environment,
    /// profile, web identity or container.
    Aws {
        /// Region, such as `eu-west-2`.
        region: String,
        /// Whether the machine's own role may be asked for (a network call that is slow outside EC2).
        instance_role: bool,
    },
    /// One address for every service, with fixed credentials: the embedded store, another S3 store, a test.
    Custom {
        /// Absolute http or https address.
        url: String,
        /// Region that is signed.
        region: String,
        /// Access key id.
        access_key: String,
        /// Secret access key.
        secret_key: String,
    },
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Aws { region, .. } => write!(f, "Endpoint(aws, {region})"),
            Self::Custom { region, .. } => write!(f, "Endpoint(custom, {region})"),
        }
    }
}

/// Slowest upload that is waited for, in bytes a second.
const SLOWEST_UPLOAD: u64 = 500_000;

/// How often a call is tried and how long it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Tries of one call, at least 1.
    pub attempts: u32,
    /// Longest wait before the second try; it doubles from there, at random, up to 20 seconds.
    pub backoff: Duration,
    /// Longest time of one try; one that sends many bytes gets the time to send them besides.
    pub attempt_timeout: Duration,
    /// Longest time of a call, with all its tries and waits.
    pub call_timeout: Duration,
}

impl Patience {
    /// While a person waits.
    pub const INTERACTIVE: Self = Self {
        attempts: 3,
        backoff: Duration::from_secs(1),
        attempt_timeout: Duration::from_secs(10),
        call_timeout: Duration::from_secs(45),
    };
    /// On the command line, where one file of thousands must not fail because the service was busy.
    pub const BULK: Self = Self {
        attempts: 8,
        backoff: Duration::from_secs(1),
        attempt_timeout: Duration::from_secs(10),
        call_timeout: Duration::from_secs(120),
    };

    fn retries(self) -> RetryConfig {
        RetryConfig::standard()
            .with_max_attempts(self.attempts.max(1))
            .with_initial_backoff(self.backoff)
            .with_max_backoff(Duration::from_secs(20))
    }

    fn timeouts(self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(Duration::from_millis(3100).min(self.attempt_timeout))
            .operation_attempt_timeout(self.attempt_timeout)
            .operation_timeout(self.call_timeout)
            .build()
    }
}

/// Why the services cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// An environment variable names no address.
    #[error("{name} holds no http or https address")]
    Variable {
        /// The variable.
        name: &'static str,
    },
    /// The address given is none.
    #[error("the address of the service is no http or https address")]
    Address,
    /// No credentials in environment, profile, web identity or container.
    #[error("no AWS credentials were found")]
    NoCredentials,
    /// The credentials are not valid, or may not do this.
    #[error("the service refused these credentials")]
    Denied,
    /// The service is busy, out of reach, or does not know the request.
    #[error("the service did not answer as expected")]
    Unavailable,
}

/// How to reach the services of one region; cheap to clone.
#[derive(Clone)]
pub struct Access {
    config: SdkConfig,
    has_path_style: bool,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Access({})", self.region())
    }
}

impl Access {
    /// Reads configuration; calls no service, and no machine role unless asked to.
    ///
    /// # Errors
    /// [`AccessError::Variable`] or [`AccessError::Address`].
    pub async fn connect(endpoint: &Endpoint, patience: Patience) -> Result<Self, AccessError> {
        match endpoint {
            Endpoint::Aws {
                region,
                instance_role,
            } => Self::aws(region, *instance_role, patience).await,
            Endpoint::Custom {
                url,
                region,
                access_key,
                secret_key,
            } => {
                if !address::is_address(url) {
                    return Err(AccessError::Address);
                }
                let credentials = Credentials::new(access_key, secret_key, None, None, "deid");
                Ok(Self {
                    config: SdkConfig::builder()
                        .behavior_version(BehaviorVersion::v2026_01_12())
                        .region(Region::new(region.clone()))
                        .endpoint_url(url)
                        .credentials_provider(SharedCredentialsProvider::new(credentials))
                        .retry_config(patience.retries())
                        .timeout_config(patience.timeouts())
                        .build(),
                    has_path_style: true,
                })
            }
        }
    }

    async fn aws(
        region: &str,
        instance_role: bool,
        patience: Patience,
    ) -> Result<Self, AccessError> {
        let has_path_style = address::is_s3_elsewhere(|name| std::env::var(name).ok())?;
        let region = Region::new(region.to_owned());
        let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
            .region(region.clone())
            .retry_config(patience.retries())
            .timeout_config(patience.timeouts());
        if let Ok(name) = AppName::new("deid") {
            loader = loader.app_name(name);
        }
        let loader = if instance_role {
            let chain = DefaultCredentialsChain::builder().region(region);
            loader.credentials_provider(chain.build().await)
        } else {
            loader.credentials_provider(credentials_at_hand(region))
        };
        Ok(Self {
            config: loader.load().await,
            has_path_style,
        })
    }

    /// The region that is asked and signed.
    #[must_use]
    pub fn region(&self) -> &str {
        self.config.region().map_or("", Region::as_ref)
    }

    /// Whether credentials can be found. Costs nothing.
    ///
    /// # Errors
    /// [`AccessError::NoCredentials`]
    pub async fn find_credentials(&self) -> Result<(), AccessError> {
        let provider = self.config.credentials_provider();
        let provider = provider.ok_or(AccessError::NoCredentials)?;
        let found = provider.provide_credentials().await;
        found.map(|_| ()).map_err(|_| AccessError::NoCredentials)
    }

    /// The number of the account that the credentials belong to. Costs nothing.
    ///
    /// # Errors
    /// [`AccessError`]
    pub async fn account(&self) -> Result<String, AccessError> {
        self.find_credentials().await?;
        let answer = aws_sdk_sts::Client::new(&self.config)
            .get_caller_identity()
            .send()
            .await
            .map_err(|error| AccessError::from(Failure::of(&error)))?;
        answer.account.ok_or(AccessError::Unavailable)
    }

    /// The timeouts of a call that sends `bytes` bytes.
    pub(crate) fn timeouts_for(&self, bytes: usize) -> TimeoutConfig {
        let attempts = self
            .config
            .retry_config()
            .map_or(1, RetryConfig::max_attempts);
        let sending = Duration::from_secs(bytes as u64 / SLOWEST_UPLOAD);
        let usual = self.config.timeout_config();
        let attempt = usual.and_then(TimeoutConfig::operation_attempt_timeout);
        let call = usual.and_then(TimeoutConfig::operation_timeout);
        let mut timeouts = TimeoutConfig::builder();
        timeouts.set_connect_timeout(usual.and_then(TimeoutConfig::connect_timeout));
        timeouts.set_operation_attempt_timeout(attempt.map(|usual| usual + sending));
        timeouts.set_operation_timeout(call.map(|usual| usual + sending * attempts));
        timeouts.build()
    }

    pub(crate) const fn config(&self) -> &SdkConfig {
        &self.config
    }

    pub(crate) const fn has_path_style(&self) -> bool {
        self.has_path_style
    }
}

/// The SDK's own chain without its last link, the machine's role: outside EC2 that waits for an address nobody has.
fn credentials_at_hand(region: Region) -> CredentialsProviderChain {
    let config = ProviderConfig::without_region().with_region(Some(region));
    let profile = ProfileFileCredentialsProvider::builder().configure(&config);
    let web_identity = WebIdentityTokenCredentialsProvider::builder().configure(&config);
    let container = EcsCredentialsProvider::builder().configure(&config);
    CredentialsProviderChain::first_try(
        "Environment",
        EnvironmentVariableCredentialsProvider::new(),
    )
    .or_else("Profile", profile.build())
    .or_else("WebIdentityToken", web_identity.build())
    .or_else("EcsContainer", container.build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_that_sends_much_gets_the_time_to_send_it() {
        let endpoint = Endpoint::Custom {
            url: "http://127.0.0.1:9000".to_owned(),
            region: "eu-west-2".to_owned(),
            access_key: "key".to_owned(),
            secret_key: "secret".to_owned(),
        };
        let access = Access::connect(&endpoint, Patience::INTERACTIVE)
            .await
            .unwrap();
        for (bytes, attempt, call) in [(0, 10, 45), (5_000_000, 20, 75)] {
            let timeouts = access.timeouts_for(bytes);
            assert_eq!(
                timeouts.operation_attempt_timeout(),
                Some(Duration::from_secs(attempt))
            );
            assert_eq!(
                timeouts.operation_timeout(),
                Some(Duration::from_secs(call))
            );
        }
    }
}
