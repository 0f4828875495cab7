//! The threads that own connections, and how work reaches them.
//!
//! A connection is made, used and dropped on one thread of its own, so callers may come from
//! anywhere, an async runtime included. One thread writes; up to four read, and start when they
//! are first needed; those see the study through the wall. Work is a closure; the caller waits for
//! its answer.

use std::sync::mpsc::{self, Sender};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

use super::connection::{Connection, Mode};
use super::reader::Reader;
use super::wall;
use crate::error::{Error, Kind, Result};

/// How many readers work at the same time.
const READERS: usize = 4;

type Work = Box<dyn FnOnce(&Connection) + Send>;
type Open = std::sync::Arc<dyn Fn() -> Result<Connection> + Send + Sync>;

/// Access to one study's storage from any thread.
pub struct Storage {
    open: Open,
    writer: Mutex<Option<Worker>>,
    readers: Mutex<Readers>,
    returned: Condvar,
}

#[derive(Default)]
struct Readers {
    idle: Vec<Worker>,
    busy: usize,
}

struct Worker {
    inbox: Option<Sender<Work>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Storage {
    /// Storage whose connections are opened by `open`, each on a thread of its own.
    pub(crate) fn new(open: impl Fn() -> Result<Connection> + Send + Sync + 'static) -> Self {
        Self {
            open: std::sync::Arc::new(open),
            writer: Mutex::new(None),
            readers: Mutex::default(),
            returned: Condvar::new(),
        }
    }

    /// Runs `work` on one consistent moment of the study.
    pub fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let worker = self.borrow_reader()?;
        let answer = worker.run(move |connection| {
            connection.transaction(Mode::Read, |connection| work(&Reader::walled(connection)))
        });
        self.give_back(healthy(&answer).then_some(worker));
        answer?
    }

    /// Runs `work` on one consistent moment of the whole study, what is closed included.
    pub(crate) fn read_whole<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        // Rarely asked for, so that it has a connection of its own, and only for as long.
        let worker = Worker::start(&self.open)?;
        worker.run(move |connection| {
            connection.transaction(Mode::Read, |connection| work(&Reader::new(connection)))
        })?
    }

    /// Runs `work` on the writing connection, outside any transaction.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let mut slot = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let worker = match slot.take() {
            Some(worker) => worker,
            None => Worker::start(&self.open)?,
        };
        let answer = worker.run(work);
        if healthy(&answer) {
            *slot = Some(worker);
        }
        answer?
    }

    fn borrow_reader(&self) -> Result<Worker> {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(worker) = readers.idle.pop() {
                readers.busy += 1;
                return Ok(worker);
            }
            if readers.busy < READERS {
                readers.busy += 1;
                drop(readers);
                return self.start_reader().inspect_err(|_| self.give_back(None));
            }
            readers = self.returned.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn start_reader(&self) -> Result<Worker> {
        let open = self.open.clone();
        let behind_the_wall: Open = std::sync::Arc::new(move || {
            let connection = open()?;
            wall::raise(&connection)?;
            Ok(connection)
        });
        Worker::start(&behind_the_wall)
    }

    fn give_back(&self, worker: Option<Worker>) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.busy -= 1;
        readers.idle.extend(worker);
        self.returned.notify_one();
    }
}

impl std::fmt::Debug for Storage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Storage")
    }
}

impl Worker {
    fn start(open: &Open) -> Result<Self> {
        let (inbox, work) = mpsc::channel::<Work>();
        let (opened, opening) = mpsc::channel();
        let open = open.clone();
        let thread = thread::Builder::new().name("storage".into()).spawn(move || {
            let connection = match open() {
                Ok(connection) => connection,
                Err(error) => return drop(opened.send(Err(error))),
            };
            if opened.send(Ok(())).is_err() {
                return;
            }
            for piece in work {
                piece(&connection);
            }
        })?;
        opening.recv().map_err(|_| stopped())??;
        Ok(Self { inbox: Some(inbox), thread: Some(thread) })
    }

    /// Fails only when the thread is gone; the work's own outcome is inside.
    fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<Result<T>> {
        let (reply, answer) = mpsc::channel();
        let piece: Work = Box::new(move |connection| drop(reply.send(work(connection))));
        let inbox = self.inbox.as_ref().ok_or_else(stopped)?;
        inbox.send(piece).map_err(|_| stopped())?;
        answer.recv().map_err(|_| stopped())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inbox = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Whether a worker is to be used again: its thread lives, and its connection is not broken, as
/// it is after a server was restarted. Otherwise the next one starts afresh.
fn healthy<T>(answer: &Result<Result<T>>) -> bool {
    matches!(answer, Ok(inner) if inner.as_ref().err().is_none_or(|error| error.kind() != Kind::Io))
}

fn stopped() -> Error {
    Error::damaged(
        "A storage thread stopped unexpectedly. What was acknowledged is safe; the change under \
         way was not made.",
    )
}
