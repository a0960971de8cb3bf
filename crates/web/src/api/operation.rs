//! What an operation of the API is. Each is described once, by a [`Spec`] and what surrounds it; the route
//! that answers and the document that tells of it both come from here, so neither can know more than the
//! other. Must never know: what any operation does.

use crate::app::App;
use axum::{handler::Handler, routing};
use domain::{
    command::{Field, Spec},
    kernel::Role,
};

/// Everybody who has a role.
pub(super) const ANY: &[Role] = &Role::ALL;
/// Everybody who may see files.
pub(super) const FILES: &[Role] =
    &[Role::City, Role::District, Role::OfficeHead, Role::OfficeWorker, Role::Prison];

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Everybody, without a token.
    Open,
    /// Whoever holds a token, with a role or without.
    Token,
    /// The roles of the description.
    Roles,
}

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// Nothing.
    Nothing,
    /// A JSON object with the fields of the description.
    Json,
    /// A file, as `multipart/form-data` under `file`, beside the fields of the description; what it is.
    File(&'static str),
}

/// What comes back when all is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// JSON of that schema.
    Json(&'static str),
    /// JSON of that schema with the version as `ETag`.
    Versioned(&'static str),
    /// Nothing.
    Empty,
    /// A page.
    Html,
    /// A file for the word processor.
    Docx,
    /// The bytes of a picture.
    Picture,
}

/// One operation.
pub(super) struct Operation {
    /// `GET`, `POST` or `DELETE`.
    pub method: &'static str,
    /// The path that is routed; commands of one kind of thing share a route with `{command}`.
    pub pattern: &'static str,
    /// Name, title, help, roles, fields.
    pub spec: &'static Spec,
    /// The chapter to which it belongs.
    pub tag: &'static str,
    /// What may stand in the query.
    pub query: &'static [Field],
    /// What is sent.
    pub body: Body,
    /// What comes back.
    pub answer: Answer,
    /// Who may call.
    pub access: Access,
    /// It takes an `Idempotency-Key`.
    pub keyed: bool,
    /// What answers.
    pub handler: routing::MethodRouter<App>,
}

impl Operation {
    /// An operation that reads.
    pub(super) fn get<H, T>(pattern: &'static str, spec: &'static Spec, answer: Answer, h: H) -> Operation
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let handler = routing::get(h);
        Operation { method: "GET", body: Body::Nothing, ..Operation::new(pattern, spec, answer, handler) }
    }

    /// An operation to which a JSON object is sent.
    pub(super) fn post<H, T>(pattern: &'static str, spec: &'static Spec, answer: Answer, h: H) -> Operation
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Operation::new(pattern, spec, answer, routing::post(h))
    }

    /// An operation that ends something.
    pub(super) fn delete<H, T>(pattern: &'static str, spec: &'static Spec, h: H) -> Operation
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let handler = routing::delete(h);
        let new = Operation::new(pattern, spec, Answer::Empty, handler);
        Operation { method: "DELETE", body: Body::Nothing, ..new }
    }

    fn new(
        pattern: &'static str,
        spec: &'static Spec,
        answer: Answer,
        handler: routing::MethodRouter<App>,
    ) -> Operation {
        let (access, body) = (Access::Roles, Body::Json);
        Operation {
            method: "POST",
            pattern,
            spec,
            tag: "",
            query: &[],
            body,
            answer,
            access,
            keyed: false,
            handler,
        }
    }

    /// With what may stand in the query.
    pub(super) fn query(self, query: &'static [Field]) -> Operation {
        Operation { query, ..self }
    }

    /// For other callers than the roles of the description.
    pub(super) fn access(self, access: Access) -> Operation {
        Operation { access, ..self }
    }

    /// A command: repeated under one key it is carried out once.
    pub(super) fn keyed(self) -> Operation {
        Operation { keyed: true, ..self }
    }

    /// The path as it is called.
    pub(super) fn path(&self) -> String {
        self.pattern.replace("{command}", self.spec.name)
    }

    /// The names in braces.
    pub(super) fn places(&self) -> Vec<&'static str> {
        let names = self.pattern.split('{').skip(1).filter_map(|part| part.split('}').next());
        names.filter(|name| *name != "command").collect()
    }

    /// The statuses with which it may answer when all is not well.
    pub(super) fn problems(&self) -> Vec<u16> {
        let mut all = vec![500, 503];
        if self.access != Access::Open {
            all.push(401);
        }
        if self.access == Access::Roles {
            all.push(403);
        }
        if !self.places().is_empty() {
            all.push(404);
        }
        if self.path().starts_with("/api/v1/cases/{no}") {
            all.push(428); // a sealed case that was not opened
        }
        if self.body != Body::Nothing {
            all.extend([400, 413, 415, 422]);
        }
        if !self.query.is_empty() {
            all.extend([400, 422]);
        }
        if self.keyed && self.spec.answers {
            all.extend([412, 428]);
        }
        if self.access == Access::Open && self.body == Body::Json {
            all.extend([401, 429]);
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Describes an operation that is no command of a column.
pub(super) const fn described(
    name: &'static str,
    title: &'static str,
    help: &'static str,
    who: &'static [Role],
    fields: &'static [Field],
) -> Spec {
    Spec { name, title, help, who, answers: false, fields }
}
