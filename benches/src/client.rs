//! A small HTTP/1.1 client: one connection that is kept, requests strictly one after another.
//!
//! It is the same for every server that is measured. What counts is the time from the first byte
//! sent to the last byte received; reading the answer apart comes after the clock is stopped.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A connection to a server on loopback, with its cookies.
#[derive(Debug)]
pub struct Client {
    stream: BufReader<TcpStream>,
    host: String,
    cookies: BTreeMap<String, String>,
}

/// What a request answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// From the first byte sent to the last byte received.
    pub took: Duration,
}

impl Answer {
    /// The answer, when its status is 200.
    #[must_use]
    pub fn ok(self, what: &str) -> Self {
        let words = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, 200, "{what}: {}", words.chars().take(400).collect::<String>());
        self
    }
}

impl Client {
    /// Connects to `127.0.0.1:PORT`, given as `host:port`.
    pub fn connect(host: &str) -> io::Result<Self> {
        let port = host.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(80_u16);
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        let stream = BufReader::with_capacity(1 << 16, stream);
        Ok(Self { stream, host: host.to_owned(), cookies: BTreeMap::new() })
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.ask("GET", path, &[], None)
    }

    /// Sends JSON as a page of the same origin does.
    pub fn post(&mut self, path: &str, more: &[(&str, &str)], body: &str) -> io::Result<Answer> {
        self.ask("POST", path, more, Some(body))
    }

    fn ask(
        &mut self,
        method: &str,
        path: &str,
        more: &[(&str, &str)],
        body: Option<&str>,
    ) -> io::Result<Answer> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\
             Accept: application/json, text/html\r\nCookie: {}\r\n",
            cookies.join("; "),
            host = self.host
        );
        for (name, value) in more {
            // Writing to a string cannot fail, here and below.
            let _ = write!(head, "{name}: {value}\r\n");
        }
        if let Some(body) = body {
            let length = body.len();
            let _ = write!(
                head,
                "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
            );
        } else {
            head.push_str("\r\n");
        }
        let start = Instant::now();
        self.stream.get_mut().write_all(head.as_bytes())?;
        let (status, length) = self.head()?;
        let body = match length {
            Length::Known(length) => {
                let mut body = vec![0; length];
                self.stream.read_exact(&mut body)?;
                body
            }
            Length::Chunked => self.chunks()?,
        };
        Ok(Answer { status, body, took: start.elapsed() })
    }

    fn head(&mut self) -> io::Result<(u16, Length)> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| wrong(format!("no status in “{first}”")))?;
        let mut length = Length::Known(0);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok((status, length));
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            match (name.to_ascii_lowercase().as_str(), value.trim()) {
                ("content-length", value) => {
                    length = Length::Known(value.parse().map_err(|_| wrong("no length".into()))?);
                }
                ("transfer-encoding", "chunked") => length = Length::Chunked,
                ("set-cookie", value) => {
                    let pair = value.split(';').next().unwrap_or_default();
                    if let Some((name, value)) = pair.split_once('=') {
                        self.cookies.insert(name.to_owned(), value.to_owned());
                    }
                }
                _ => {}
            }
        }
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let size = line.split(';').next().unwrap_or_default();
            let size = usize::from_str_radix(size, 16).map_err(|_| wrong(line.clone()))?;
            let from = body.len();
            body.resize(from + size, 0);
            self.stream.read_exact(&mut body[from..])?;
            self.line()?;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(wrong("the server closed the connection".into()));
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}

enum Length {
    Known(usize),
    Chunked,
}

fn wrong(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
