//! `trefoil serve` and `trefoil demo`: the real binary, asked over a real socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::support::{Bench, STUDY};

/// The program while it serves; it ends when this goes.
pub(crate) struct Served {
    child: Child,
    /// `127.0.0.1:…`
    address: String,
    /// The path of the login link.
    link: String,
}

impl Served {
    pub(crate) fn start(bench: &Bench, arguments: &[&str]) -> Self {
        let mut command = bench.command(arguments.iter().copied());
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("is piped");
        BufReader::new(out).read_line(&mut line).expect("it prints its address");
        let rest = line.trim().strip_prefix("http://").expect(&line);
        let (address, path) = rest.split_once('/').expect("an address has a path");
        Self { child, address: address.to_owned(), link: format!("/{path}") }
    }

    /// Gets a path; answers the whole of what was said.
    pub(crate) fn get(&self, path: &str, cookie: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1"), cookie, "")
    }

    /// Sends the fields of a form.
    pub(crate) fn post(&self, path: &str, cookie: &str, fields: &str) -> String {
        self.ask(&format!("POST {path} HTTP/1.1"), cookie, fields)
    }

    /// Follows the login link; answers the cookie.
    pub(crate) fn enter(&self) -> String {
        let entered = self.get(&self.link, "");
        header(&entered, "set-cookie").split(';').next().unwrap_or_default().to_owned()
    }

    fn ask(&self, line: &str, cookie: &str, fields: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let request = format!(
            "{line}\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {1}\r\n\
             Connection: close\r\n\r\n{fields}",
            self.address,
            fields.len(),
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let lines = answer.lines().take_while(|line| !line.is_empty());
    let found = lines.filter_map(|line| line.split_once(": "));
    let mut found = found.filter(|(key, _)| key.eq_ignore_ascii_case(name));
    found.next().map_or("", |(_, value)| value)
}

#[test]
fn the_printed_link_leads_to_the_study_once() {
    let bench = Bench::with_study();
    let served = Served::start(&bench, &["serve", STUDY, "--no-browser"]);
    assert!(served.address.starts_with("127.0.0.1:"), "{}", served.address);
    assert!(served.get("/study/study", "").starts_with("HTTP/1.1 401"));
    let entered = served.get(&served.link, "");
    assert_eq!(header(&entered, "location"), "/study/study");
    let cookie = header(&entered, "set-cookie").split(';').next().unwrap_or_default();
    let page = served.get("/study/study", cookie);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("First year"), "{page}");
    assert!(served.get(&served.link, "").starts_with("HTTP/1.1 403"));
}

#[test]
fn a_command_works_on_a_study_that_is_being_served() {
    let bench = Bench::with_study();
    let served = Served::start(&bench, &["serve", STUDY, "--no-browser"]);
    bench.on("code", ["add", "Which hat"]).done();
    let entered = served.get(&served.link, "");
    let cookie = header(&entered, "set-cookie").split(';').next().unwrap_or_default();
    assert!(served.get("/study/study/codes", cookie).contains("Which hat"));
}

#[test]
fn an_address_that_others_can_reach_is_refused() {
    let bench = Bench::with_study();
    let ran = bench.run(["serve", STUDY, "--no-browser", "--listen", "0.0.0.0:0"]).ended(4);
    ran.saying("can be reached from other computers");
}

#[test]
fn the_demo_is_made_once_and_opened_again() {
    let bench = Bench::empty();
    let arguments = ["demo", "--dir", "d", "--no-browser"];
    let served = Served::start(&bench, &arguments);
    assert!(served.link.ends_with("to=/study/demo"), "{}", served.link);
    drop(served);
    bench.run(["code", "d/demo.trefoil", "add", "My own"]).done();
    drop(Served::start(&bench, &arguments));
    assert!(bench.run(["code", "d/demo.trefoil", "list"]).done().out.contains("My own"));
    let anew = ["--yes", "demo", "--dir", "d", "--no-browser", "--reset"];
    drop(Served::start(&bench, &anew));
    assert!(!bench.run(["code", "d/demo.trefoil", "list"]).done().out.contains("My own"));
}

#[test]
fn another_study_of_the_demos_name_is_never_removed() {
    let bench = Bench::empty();
    bench.write("d/keep", "");
    bench.run(["new", "d/demo.trefoil", "--title", "Three years of work"]).done();
    let ran = bench.run(["--yes", "demo", "--dir", "d", "--no-browser", "--reset"]);
    assert_ne!(ran.code, 0, "{ran:?}");
    ran.saying("is not the demo");
    assert!(bench.run(["status", "d/demo.trefoil"]).done().out.contains("Three years of work"));
}
