//! Threads that wait without spinning for work that is split in parts.
//!
//! Whoever has work does it too, so one thread means none besides the caller's. Parts are taken
//! one after the other by whichever thread is free; a kernel's numbers do not depend on who
//! computes them. Work that comes while other work is under way is done by its caller alone.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// Some threads that share work. Dropping it ends them.
#[derive(Debug)]
pub struct Threads {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
    /// Held while work is under way.
    turn: Mutex<()>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    work_came: Condvar,
    work_done: Condvar,
}

#[derive(Debug, Default)]
struct State {
    work: Option<Work>,
    /// Changes with each piece of work, so that no worker takes up the same one twice.
    number: u64,
    /// Workers that are at it.
    busy: usize,
    closed: bool,
    panic: Option<PanicPayload>,
}

struct PanicPayload(Box<dyn Any + Send>);

impl std::fmt::Debug for PanicPayload {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PanicPayload")
    }
}

/// Work that lives on its caller's stack, who waits until nobody is at it.
#[derive(Clone, Copy)]
struct Work(*const Parts<'static>);

// SAFETY: what it points to may be shared between threads, and is there until the caller of
// `Threads::run` has seen that no worker is at it.
unsafe impl Send for Work {}

impl std::fmt::Debug for Work {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Work")
    }
}

struct Parts<'a> {
    count: usize,
    next: AtomicUsize,
    task: &'a (dyn Fn(usize) + Sync),
}

impl Parts<'_> {
    fn do_all_left(&self) {
        loop {
            let part = self.next.fetch_add(1, Ordering::Relaxed);
            if part >= self.count {
                return;
            }
            (self.task)(part);
        }
    }
}

impl Threads {
    /// Starts threads, so that with the caller so many work. Where the system gives no more, fewer
    /// do.
    pub fn new(count: usize) -> Self {
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            work_came: Condvar::new(),
            work_done: Condvar::new(),
        });
        let workers = (1..count)
            .map_while(|number| {
                let shared = Arc::clone(&shared);
                let thread = thread::Builder::new().name(format!("speech {number}"));
                thread.spawn(move || shared.work()).ok()
            })
            .collect();
        Self { shared, workers, turn: Mutex::new(()) }
    }

    /// How many threads work, the caller's included.
    pub fn count(&self) -> usize {
        self.workers.len() + 1
    }

    /// Does parts 0 to `count` of a task, several at a time, and returns when all are done. A panic
    /// in one of them goes on here.
    pub fn run(&self, count: usize, task: impl Fn(usize) + Sync) {
        let turn =
            if count > 1 && !self.workers.is_empty() { self.turn.try_lock().ok() } else { None };
        let parts = Parts { count, next: AtomicUsize::new(0), task: &task };
        if turn.is_none() {
            return parts.do_all_left();
        }
        let work = Work((&raw const parts).cast());
        {
            let mut state = self.shared.lock();
            state.work = Some(work);
            state.number += 1;
        }
        for _ in 1..count.min(self.count()) {
            self.shared.work_came.notify_one();
        }
        let own = catch_unwind(AssertUnwindSafe(|| parts.do_all_left()));
        if own.is_err() {
            // What nobody has begun is not begun any more.
            parts.next.store(count, Ordering::Relaxed);
        }
        // From here on no worker takes the work up, and those that did are waited for.
        let mut state = self.shared.lock();
        state.work = None;
        while state.busy > 0 {
            state = self.shared.work_done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let theirs = state.panic.take();
        drop(state);
        drop(turn);
        if let Err(panic) = own {
            resume_unwind(panic);
        }
        if let Some(PanicPayload(panic)) = theirs {
            resume_unwind(panic);
        }
    }

    /// Does something with every item, several at a time.
    pub fn for_each<T: Send>(&self, items: impl IntoIterator<Item = T>, task: impl Fn(T) + Sync) {
        let items: Vec<_> = items.into_iter().map(|item| Mutex::new(Some(item))).collect();
        self.run(items.len(), |part| {
            let item = items[part].lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(item) = item {
                task(item);
            }
        });
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.work_came.notify_all();
        for worker in self.workers.drain(..) {
            // A worker catches its panics, and there would be nobody to tell.
            let _ = worker.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is locked; if something did, the state would still be whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut seen = 0;
        let mut state = self.lock();
        loop {
            if state.closed {
                return;
            }
            let Some(Work(parts)) = state.work.filter(|_| state.number != seen) else {
                state = self.work_came.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            seen = state.number;
            state.busy += 1;
            drop(state);
            // SAFETY: the caller took no notice of this work's end yet, for it was taken up
            // under the lock while it was there, and `busy` keeps the caller until below.
            let parts = unsafe { &*parts };
            let result = catch_unwind(AssertUnwindSafe(|| parts.do_all_left()));
            if result.is_err() {
                parts.next.store(parts.count, Ordering::Relaxed);
            }
            state = self.lock();
            state.busy -= 1;
            if let Err(panic) = result {
                state.panic.get_or_insert(PanicPayload(panic));
            }
            if state.busy == 0 {
                self.work_done.notify_all();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;

    use super::*;

    #[test]
    fn every_part_is_done_once() {
        for count in [0, 1, 2, 5] {
            let threads = Threads::new(count);
            assert_eq!(threads.count(), count.max(1));
            for parts in [0, 1, 2, 3, 100] {
                let done: Vec<_> = (0..parts).map(|_| AtomicUsize::new(0)).collect();
                threads.run(parts, |part| {
                    done[part].fetch_add(1, Ordering::Relaxed);
                });
                assert!(done.iter().all(|times| times.load(Ordering::Relaxed) == 1));
            }
        }
    }

    #[test]
    fn a_great_many_small_pieces_of_work_are_done() {
        let threads = Threads::new(3);
        let sum = AtomicU64::new(0);
        for _ in 0..20_000 {
            threads.run(3, |part| {
                sum.fetch_add(part as u64 + 1, Ordering::Relaxed);
            });
        }
        assert_eq!(sum.into_inner(), 120_000);
    }

    #[test]
    fn items_are_taken_and_may_be_changed() {
        let mut numbers = [0; 100];
        Threads::new(2).for_each(numbers.chunks_mut(7).enumerate(), |(index, chunk)| {
            chunk.fill(index);
        });
        assert!(numbers.iter().enumerate().all(|(place, number)| *number == place / 7));
    }

    #[test]
    fn work_within_work_and_from_several_callers_is_done() {
        let threads = Threads::new(2);
        let sum = AtomicU64::new(0);
        let add = |_| {
            sum.fetch_add(1, Ordering::Relaxed);
        };
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..100).for_each(|_| threads.run(4, |_| threads.run(3, add))));
            }
        });
        assert_eq!(sum.into_inner(), 4 * 100 * 4 * 3);
    }

    #[test]
    fn a_panic_reaches_the_caller_and_the_threads_work_on() {
        let threads = Threads::new(2);
        for bad in 0..8 {
            let result = catch_unwind(AssertUnwindSafe(|| {
                threads.run(8, |part| assert_ne!(part, bad, "bad part"));
            }));
            assert!(result.is_err());
        }
        let sum = AtomicUsize::new(0);
        threads.run(10, |part| {
            sum.fetch_add(part, Ordering::Relaxed);
        });
        assert_eq!(sum.into_inner(), 45);
    }
}
