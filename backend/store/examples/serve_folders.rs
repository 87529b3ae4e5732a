//! Serves two folders until its standard input ends, for programs that test the store from outside:
//!
//! ```text
//! serve_folders ORIGINALS OUTPUTS [PAGE_ORIGIN...]
//! ```
//!
//! Its first line of output holds the endpoint, the access key and the secret key.

use std::error::Error;
use std::io::{Read as _, Write as _};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(originals), Some(outputs)) = (arguments.next(), arguments.next()) else {
        return Err("usage: serve_folders ORIGINALS OUTPUTS [PAGE_ORIGIN...]".into());
    };
    let store = deid_store::start(deid_store::StoreOptions {
        listen: ([127, 0, 0, 1], 0).into(),
        originals: originals.into(),
        outputs: outputs.into(),
        page_origins: arguments.collect(),
        most_bytes: 1 << 30,
    })
    .await?;
    let mut output = std::io::stdout();
    writeln!(
        output,
        "{} {} {}",
        store.endpoint(),
        store.access_key(),
        store.secret_key()
    )?;
    output.flush()?;
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    store.stop().await;
    Ok(())
}
