//! `deid schema`: the JSON Schemas of everything that `deid` writes for other programs.

use std::io::Write;
use std::process::ExitCode;

use deid_model::outcome::{DetectLine, RunLine};
use deid_model::report::Report;
use schemars::{Schema, schema_for};

use crate::cli::{SchemaArguments, SchemaName};
use crate::eval::Evaluation;

/// Prints the schema asked for, or an object of all.
///
/// # Errors
/// Where standard output cannot be written.
pub fn print(arguments: &SchemaArguments) -> anyhow::Result<ExitCode> {
    let text = match arguments.name {
        Some(name) => serde_json::to_string_pretty(&schema(name))?,
        None => serde_json::to_string_pretty(&all())?,
    };
    writeln!(std::io::stdout(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

fn all() -> serde_json::Value {
    serde_json::json!({
        "report": schema(SchemaName::Report),
        "run": schema(SchemaName::Run),
        "detect": schema(SchemaName::Detect),
        "eval": schema(SchemaName::Eval),
    })
}

fn schema(name: SchemaName) -> Schema {
    match name {
        SchemaName::Report => schema_for!(Report),
        SchemaName::Run => schema_for!(RunLine),
        SchemaName::Detect => schema_for!(DetectLine),
        SchemaName::Eval => schema_for!(Evaluation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schemas_name_the_fields_as_they_travel() {
        let all = all();
        for (name, field) in [
            ("report", "elapsed_ms"),
            ("run", "status"),
            ("eval", "detection"),
        ] {
            assert!(all[name]["properties"][field].is_object(), "{name}.{field}");
        }
        assert!(all["detect"]["anyOf"].is_array());
        assert!(all["report"]["$defs"]["RegionFacts"]["properties"]["box"].is_object());
    }
}
