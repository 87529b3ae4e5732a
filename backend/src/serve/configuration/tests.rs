//! Flags, environment and file, joined and checked.

use std::path::Path;

use super::*;

fn configure(arguments: ServeArguments) -> Result<Configuration, ConfigurationError> {
    Configuration::from_arguments(&arguments)
}

fn with_file(text: &str, arguments: ServeArguments) -> Result<Configuration, ConfigurationError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deid.toml");
    std::fs::write(&path, text).unwrap();
    configure(ServeArguments {
        config: Some(path),
        ..arguments
    })
}

fn cloud(private: &Path) -> ServeArguments {
    ServeArguments {
        engine: Some(ServedEngine::Aws),
        send_images_to: Some("aws:eu-west-2".parse().unwrap()),
        private: Some(private.to_owned()),
        ..ServeArguments::default()
    }
}

fn oidc() -> ServeArguments {
    ServeArguments {
        oidc_issuer: Some("https://id.example.org".into()),
        oidc_audience: vec!["deid".into()],
        public_url: vec!["https://deid.example.org".parse().unwrap()],
        ..ServeArguments::default()
    }
}

#[test]
fn nothing_said_is_this_computer_alone() {
    let configuration = configure(ServeArguments::default()).unwrap();
    assert_eq!(configuration.listen.to_string(), "127.0.0.1:8080");
    assert!(
        configuration.cloud.is_none()
            && configuration.oidc.is_none()
            && configuration.stores.is_empty()
    );
}

#[test]
fn beyond_this_computer_somebody_must_check_who_asks() {
    let open = Some("0.0.0.0:8080".parse().unwrap());
    let listening = |arguments: ServeArguments| {
        configure(ServeArguments {
            listen: open,
            ..arguments
        })
    };
    assert!(matches!(
        listening(ServeArguments::default()),
        Err(ConfigurationError::Open(_))
    ));
    assert!(listening(oidc()).is_ok());
    let nameless = ServeArguments {
        public_url: Vec::new(),
        ..oidc()
    };
    assert!(matches!(
        listening(nameless),
        Err(ConfigurationError::NoPublicUrl(_))
    ));
    let unchecked = ServeArguments {
        oidc_issuer: None,
        ..oidc()
    };
    assert!(matches!(
        configure(unchecked),
        Err(ConfigurationError::PublicWithoutOidc)
    ));
    let store = ServeArguments {
        store_listen: open,
        ..ServeArguments::default()
    };
    assert!(matches!(
        configure(store),
        Err(ConfigurationError::StoreOpen(_))
    ));
}

#[test]
fn the_cloud_needs_a_place_an_audit_log_and_nobody_who_took_it_away() {
    let folder = tempfile::tempdir().unwrap();
    let private = folder.path().join("private");
    assert_eq!(
        configure(cloud(&private)).unwrap().cloud.unwrap().region,
        "eu-west-2"
    );
    let nowhere = ServeArguments {
        send_images_to: None,
        ..cloud(&private)
    };
    assert!(matches!(
        configure(nowhere),
        Err(ConfigurationError::NowhereToSend)
    ));
    let unrecorded = ServeArguments {
        private: None,
        ..cloud(&private)
    };
    assert!(matches!(
        configure(unrecorded),
        Err(ConfigurationError::NoAuditLog)
    ));
    let off = ServeArguments {
        cloud: Some(Switch::Off),
        ..cloud(&private)
    };
    assert!(configure(off).unwrap().cloud.is_none());
    let local = ServeArguments {
        engine: None,
        ..cloud(&private)
    };
    assert!(configure(local).unwrap().cloud.is_none());
}

#[test]
fn off_wins_wherever_it_is_said() {
    for (environment, given, file, expect) in [
        (false, None, None, false),
        (false, Some(Switch::On), Some(Switch::On), false),
        (true, Some(Switch::On), Some(Switch::On), true),
        (false, Some(Switch::On), Some(Switch::Off), true),
        (false, Some(Switch::Off), Some(Switch::On), true),
        (false, None, Some(Switch::Off), true),
    ] {
        assert_eq!(
            is_off(environment, given, file),
            expect,
            "{environment} {given:?} {file:?}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let on = ServeArguments {
        cloud: Some(Switch::On),
        ..cloud(&folder.path().join("private"))
    };
    assert!(with_file("cloud = \"off\"", on).unwrap().cloud.is_none());
}

#[test]
fn the_store_of_folders_is_not_offered_to_browsers_elsewhere() {
    let base = tempfile::tempdir().unwrap();
    for folder in ["in", "out"] {
        std::fs::create_dir(base.path().join(folder)).unwrap();
    }
    let reached_as = |listen: &str, urls: &[&str]| {
        configure(ServeArguments {
            listen: Some(listen.parse().unwrap()),
            public_url: urls.iter().map(|url| url.parse().unwrap()).collect(),
            originals: Some(base.path().join("in")),
            outputs: Some(base.path().join("out")),
            ..oidc()
        })
    };
    assert!(reached_as("127.0.0.1:0", &[]).is_ok());
    assert!(reached_as("127.0.0.1:0", &["http://localhost:8443"]).is_ok());
    for (listen, urls) in [
        ("127.0.0.1:0", &["https://deid.example.org"][..]),
        (
            "127.0.0.1:0",
            &["http://localhost:1", "https://deid.example.org"],
        ),
        ("0.0.0.0:0", &["http://localhost:1"]),
    ] {
        assert!(
            matches!(
                reached_as(listen, urls),
                Err(ConfigurationError::FoldersInPublic)
            ),
            "{listen} {urls:?}"
        );
    }
}

#[test]
fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
    let text =
        "listen = \"127.0.0.1:9000\"\nlog_format = \"json\"\n[limits]\nrequest_seconds = 7\n";
    let configuration = with_file(text, ServeArguments::default()).unwrap();
    assert_eq!(configuration.listen.port(), 9000);
    assert_eq!(configuration.log_format, LogFormat::Json);
    assert_eq!(configuration.limits.request_seconds.get(), 7);
    assert_eq!(
        configuration.limits.requests_at_a_time,
        LimitSettings::default().requests_at_a_time
    );
    let flag = ServeArguments {
        listen: Some("127.0.0.1:9001".parse().unwrap()),
        ..ServeArguments::default()
    };
    assert_eq!(with_file(text, flag).unwrap().listen.port(), 9001);
}

#[test]
fn the_example_of_the_help_is_a_file_that_works() {
    let folder = tempfile::tempdir().unwrap();
    let help = super::super::arguments::FILE_HELP;
    let example: Vec<&str> = help.lines().filter(|line| line.starts_with("  ")).collect();
    let arguments = ServeArguments {
        public_url: oidc().public_url,
        oidc_issuer: oidc().oidc_issuer,
        oidc_audience: oidc().oidc_audience,
        ..cloud(&folder.path().join("private"))
    };
    let configuration = with_file(&example.join("\n"), arguments).unwrap();
    assert_eq!(configuration.limits, LimitSettings::default());
    assert_eq!(configuration.stores[0].alias, "trial");
    assert!(configuration.groups[0].cloud);
    let cloud = configuration.cloud.unwrap();
    assert_eq!(
        (cloud.opted_out, cloud.prices.is_some()),
        (Some(true), true)
    );
}

#[test]
fn what_a_file_names_wrongly_stops_the_start() {
    for wrong in [
        "lissten = \"127.0.0.1:9000\"",
        "listen = 9000",
        "send_images_to = \"eu-west-2\"",
        "detect_text_per_second = 0.0",
        "[limits]\nrequest_seconds = 0",
        "[[stores]]\nalias = \"a\"",
        "[[groups]]\nname = \"a\"\ncloudy = true",
        "[[groups]]\nname = \"a\"\n[[groups.stores]]\nalias = \"a\"\noutputs_prefix = \"../\"",
    ] {
        let refused = with_file(wrong, ServeArguments::default());
        assert!(
            matches!(refused, Err(ConfigurationError::Format { .. })),
            "{wrong}"
        );
    }
    let nowhere = "[[groups]]\nname = \"a\"\n[[groups.stores]]\nalias = \"nowhere\"";
    assert!(matches!(
        with_file(nowhere, ServeArguments::default()),
        Err(ConfigurationError::GroupWithoutStore { .. })
    ));
}

#[test]
fn stores_that_could_overwrite_originals_are_refused() {
    let configure = |stores: &[&str]| {
        configure(ServeArguments {
            store: stores.iter().map(|store| store.parse().unwrap()).collect(),
            ..ServeArguments::default()
        })
    };
    assert!(configure(&["a=s3://one/in,s3://one/out", "b=s3://two,s3://three"]).is_ok());
    for meeting in [
        &["a=s3://one,s3://one"][..],
        &["a=s3://one/in,s3://one/in/out"],
        &["a=s3://one/in,s3://one"],
        &["a=s3://one,s3://two", "b=s3://two/x,s3://three"],
        &["b=s3://two/x,s3://three", "a=s3://one,s3://two"],
    ] {
        assert!(
            matches!(configure(meeting), Err(ConfigurationError::Meeting { .. })),
            "{meeting:?}"
        );
    }
    assert!(matches!(
        configure(&["local=s3://one,s3://two"]),
        Err(ConfigurationError::Alias(_))
    ));
    assert!(matches!(
        configure(&["a b=s3://one,s3://two"]),
        Err(ConfigurationError::Alias(_))
    ));
    let same = ["a=s3://one,s3://two", "a=s3://one,s3://two"];
    assert!(matches!(
        configure(&same),
        Err(ConfigurationError::SameAlias(_))
    ));
}
