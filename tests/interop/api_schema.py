"""schemathesis holds the API of `deid serve` against the OpenAPI document that the server itself offers.

usage: api_schema.py DEID_BINARY

What must hold, or the exit code is 1: no status that the document does not name, no 5xx, no answer of another shape or
media type, no wrong request accepted; and without a token nothing is answered but refusals. Needs the package
schemathesis. The engines are fakes that find nothing.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from checks import check, exit_code
from servers import deid_serve, environment, fake_engines

HERE = Path(__file__).parent
EXAMPLES = 200
"""Generated requests of each operation, beside those that schemathesis always makes."""
SEED = 1

# Keys, names and hashes have rules that a schema cannot tell, so that not every request that fits it is accepted.
CHECKS = ["--checks", "all", "--exclude-checks", "positive_data_acceptance"]
# Too long a text is answered with 413, which schemathesis does not count as a refusal by itself.
JUDGE_SETTINGS = """
[checks]
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 409, 413, 415, 422]
"""
# The server's own pace would answer most of the thousands of requests.
SETTINGS = """
detect_text_per_second = 1000.0
detect_phi_per_second = 1000.0

[limits]
requests_per_second = 100000
request_burst = 100000
"""


def judge(title, url, folder, headers, *options):
    """Runs schemathesis; returns the answers as a count of (path, status)."""
    har = folder / f"{title.replace(' ', '-')}.har"
    command = [Path(sys.executable).with_name("schemathesis"), "run", f"{url}/api/openapi.json", *CHECKS]
    command += ["--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES, "--seed", SEED, "--continue-on-failure"]
    command += ["--generation-database", "none", "--suppress-health-check", "all", "--warnings", "off", "--no-color"]
    command += ["--report", "har", "--report-har-path", har]
    command += options
    for header in headers:
        command += ["--header", header]
    # The hooks are found by name, and schemathesis leaves files where it runs.
    settings = environment(SCHEMATHESIS_HOOKS="api_schema_hooks", PYTHONPATH=str(HERE))
    done = subprocess.run([str(part) for part in command], cwd=folder, env=settings, capture_output=True, text=True, check=False)
    check(f"schemathesis finds nothing {title}", done.returncode == 0, f"\n{done.stdout}{done.stderr}")
    entries = json.loads(har.read_text())["log"]["entries"]
    answers = Counter((urlsplit(entry["request"]["url"]).path, entry["response"]["status"]) for entry in entries)
    for path in sorted({path for path, _ in answers if path.startswith("/api")}):
        counts = ", ".join(f"{count} x {status}" for (of, status), count in sorted(answers.items()) if of == path)
        print(f"     {path}: {counts}", flush=True)
    return answers


def main():
    binary = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for store in ("originals", "outputs"):
            folder.joinpath(store).mkdir()
        folder.joinpath("originals", "a.dcm").write_bytes(b"not really DICOM")
        folder.joinpath("settings.toml").write_text(SETTINGS)
        folder.joinpath("schemathesis.toml").write_text(JUDGE_SETTINGS)
        options = ["--originals", folder / "originals", "--outputs", folder / "outputs", "--config", folder / "settings.toml"]
        options += ["--engine", "aws", "--send-images-to", "aws:eu-west-2"]
        with fake_engines() as engines, deid_serve(binary, *options, **engines) as deid:
            bearer, consent = f"Authorization: Bearer {deid.token}", f"deid-consent: {deid.consent()}"
            # New consents would take the place of the one that is used.
            answers = judge("with token and consent", deid.url, folder, [bearer, consent], "--exclude-path", "/api/consents")
            answers += judge("with token and without consent", deid.url, folder, [bearer])
            operations = deid.ask("/api/openapi.json")[1]["paths"]
            silent = [path for path in operations if not answers[path, 200] + answers[path, 204]]
            check("every operation has accepted some requests", not silent, silent)
            answers = judge("without token", deid.url, folder, [consent])
            accepted = [path for path, status in answers if status < 400]
            check("nothing is accepted without token", not accepted, accepted)
            check("the server still answers", deid.ask("/api/capabilities")[0] == 200)
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
