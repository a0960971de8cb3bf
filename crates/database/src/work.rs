//! A unit of work: what runs inside one transaction, whole or not at all.
//!
//! A work may run more than once (PostgreSQL, after a lost race), so it takes `&self` and keeps its results
//! in what it returns. It waits for its transaction and for nothing else: SQLite polls it exactly once.
//! Must never know: engines beyond that, tables.

use std::future::Future;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use crate::error::Error;
use crate::lite::Lite;
use crate::tx::Tx;

/// A unit of work with a name of its own; the form for generic code and for tasks that are spawned.
pub trait Work: Send + Sync + 'static {
    /// What it gives back.
    type Out: Send + 'static;
    /// How it fails; a failure rolls everything back.
    type Error: From<Error> + Send + 'static;

    /// Does the work. Must not await anything but `tx`.
    fn run(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Out, Self::Error>> + Send;

    /// Unique violations that mean "somebody else was faster, look again", as in
    /// [`Kind::Unique`](crate::Kind::Unique): `event(stream, version)`. PostgreSQL runs the work again; on
    /// SQLite, where writers follow one another, none can arise.
    fn races(&self) -> &'static [&'static str] {
        &[]
    }
}

/// What the engines run: a [`Work`] or a closure. The future need not be `Send` here.
pub(crate) trait Run {
    type Out: 'static;
    type Error: From<Error> + 'static;
    fn run(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Out, Self::Error>>;
    fn races(&self) -> &'static [&'static str];
}

/// A [`Work`] as a [`Run`].
pub(crate) struct Named<W>(pub(crate) W);

impl<W: Work> Run for Named<W> {
    type Out = W::Out;
    type Error = W::Error;
    fn run(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<W::Out, W::Error>> {
        self.0.run(tx)
    }
    fn races(&self) -> &'static [&'static str] {
        self.0.races()
    }
}

/// A closure as a [`Run`].
pub(crate) struct Closure<F, T, E> {
    body: F,
    result: PhantomData<fn() -> (T, E)>,
}

impl<F, T, E> Closure<F, T, E> {
    pub(crate) fn new(body: F) -> Self {
        Self { body, result: PhantomData }
    }
}

impl<F, T, E> Run for Closure<F, T, E>
where
    F: AsyncFn(&mut Tx<'_>) -> Result<T, E>,
    T: 'static,
    E: From<Error> + 'static,
{
    type Out = T;
    type Error = E;
    fn run(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<T, E>> {
        (self.body)(tx)
    }
    fn races(&self) -> &'static [&'static str] {
        &[]
    }
}

/// Runs on SQLite, where every future is ready at its first poll. Panics and failed statements become errors.
/// Tells beside the outcome which statement failed, if one did.
pub(crate) fn run_once<R: Run>(lite: &mut Lite, run: &R) -> (Result<R::Out, R::Error>, Option<Error>) {
    let mut tx = Tx::lite(lite);
    let polled = catch_unwind(AssertUnwindSafe(|| {
        let future = pin!(run.run(&mut tx));
        future.poll(&mut Context::from_waker(Waker::noop()))
    }));
    let failed = tx.into_failure();
    let outcome = match (polled, &failed) {
        (Err(_), _) => Err(Error::panicked().into()),
        (Ok(Poll::Pending), _) => {
            Err(Error::other("work", "it awaited something other than its transaction").into())
        }
        (Ok(Poll::Ready(Ok(_))), Some(failure)) => Err(failure.clone().into()),
        (Ok(Poll::Ready(outcome)), _) => outcome,
    };
    (outcome, failed)
}

/// A future whose panic is a value.
pub(crate) struct Caught<F>(Pin<Box<F>>);

impl<F: Future> Caught<F> {
    pub(crate) fn new(future: F) -> Self {
        Self(Box::pin(future))
    }
}

impl<F: Future> Future for Caught<F> {
    type Output = Result<F::Output, Error>;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(cx))) {
            Ok(polled) => polled.map(Ok),
            Err(_) => Poll::Ready(Err(Error::panicked())),
        }
    }
}
