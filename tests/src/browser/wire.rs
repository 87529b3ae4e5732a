//! The wire between browser and world: a proxy that passes on what is meant for our server and its stores, refuses all
//! else (so that no encrypted connection ever begins), and records every byte that the browser sends, whoever in it sends it (page, worker, browser).

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A recording of everything that a browser sent.
pub struct Wire {
    port: u16,
    authority: String,
    sent: Sent,
}

type Sent = Arc<Mutex<Vec<Vec<u8>>>>;

impl Wire {
    /// Begins to record; requests for `authority`, our server, and for those of `reaches` are passed on.
    pub(super) fn record(authority: &str, reaches: &[String]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let sent = Sent::default();
        let recording = Arc::clone(&sent);
        let passed = [&[authority.to_owned()], reaches].concat();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (recording, passed) = (Arc::clone(&recording), passed.clone());
                thread::spawn(move || pass_on(stream, &passed, &recording));
            }
        });
        let authority = authority.to_owned();
        Self {
            port,
            authority,
            sent,
        }
    }

    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    /// What was sent, one stream of bytes a connection.
    #[must_use]
    pub fn sent(&self) -> Vec<Vec<u8>> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What was sent to our server, one text a connection.
    #[must_use]
    pub fn to_server(&self) -> Vec<String> {
        let target = format!(" http://{}/", self.authority);
        let mut texts = self.texts();
        texts.retain(|text| first_line(text).contains(&target));
        texts
    }

    fn texts(&self) -> Vec<String> {
        self.sent()
            .iter()
            .map(|stream| String::from_utf8_lossy(stream).into_owned())
            .collect()
    }

    /// All bytes sent.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.sent().iter().map(Vec::len).sum()
    }

    /// Whether `part` was sent, on any connection.
    #[must_use]
    pub fn holds(&self, part: &[u8]) -> bool {
        self.sent()
            .iter()
            .any(|stream| stream.windows(part.len()).any(|window| window == part))
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// One connection. Its first bytes tell where it wants to go.
fn pass_on(mut browser: TcpStream, passed: &[String], sent: &Sent) {
    let mut first = [0; 16 * 1024];
    let Ok(count) = browser.read(&mut first) else {
        return;
    };
    let number = {
        let mut streams = sent.lock().unwrap_or_else(PoisonError::into_inner);
        streams.push(first[..count].to_vec());
        streams.len() - 1
    };
    let line = first[..count]
        .split(|byte| *byte == b'\r')
        .next()
        .unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let is_meant = |authority: &&String| line.contains(&format!(" http://{authority}/"));
    let Some(authority) = passed.iter().find(is_meant) else {
        return;
    };
    let Ok(mut server) = TcpStream::connect(authority) else {
        return;
    };
    let (Ok(mut answers), Ok(mut back)) = (server.try_clone(), browser.try_clone()) else {
        return;
    };
    let answering = thread::spawn(move || {
        let _ended = std::io::copy(&mut answers, &mut back);
        let _closed = back.shutdown(Shutdown::Write);
    });
    let mut chunk = &first[..count];
    let mut buffer = [0; 16 * 1024];
    while server.write_all(chunk).is_ok() {
        let Ok(count @ 1..) = browser.read(&mut buffer) else {
            break;
        };
        chunk = &buffer[..count];
        if let Some(stream) = sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_mut(number)
        {
            stream.extend(chunk);
        }
    }
    let _closed = server.shutdown(Shutdown::Write);
    let _ended = answering.join();
}
