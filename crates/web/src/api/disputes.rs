//! What bureaus have to decide about verification, for programs (SC-04): the same list as the page, row by row.
//! Must never know: how anything is decided.

use super::{
    body::{Params, text},
    cases,
    list::{self, AFTER, LIMIT},
    operation::{Answer, Operation, described},
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{Json, extract::State};
use domain::{
    command::{Field, Kind as FieldKind, Spec, may},
    kernel::Role,
};
use serde_json::Value;
use store::dispute::Kind;

const KINDS: &[(&str, &str)] =
    &[("returned", "第二次退回"), ("correction", "更正争议"), ("likeness", "疑似同一人")];
static LIST: Spec = described(
    "list-disputes",
    "待裁定的争议",
    "第二次退回、监所有异议的更正、疑似同一人的档案，最早到期在前。",
    &[Role::City, Role::District],
    &[],
);
static LIST_QUERY: &[Field] =
    &[may("kind", "争议种类", FieldKind::Choice(KINDS), "不填为全部"), LIMIT, AFTER];

pub(super) fn operations() -> Vec<Operation> {
    let page = Answer::Json("ObligationPage");
    vec![Operation::get("/api/v1/disputes", &LIST, page, disputes).query(LIST_QUERY)]
}

async fn disputes(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let read = params.read(LIST_QUERY)?;
    let kind = Kind::ALL.into_iter().find(|k| k.code() == text(&read, "kind")).unwrap_or(Kind::All);
    let purpose = list::purpose("disputes", &[kind.code()]);
    let ask = list::ask(&app, &asker, &purpose, &read)?;
    let found = app.service.disputes(&asker, kind, ask).await?;
    Ok(Json(list::page(&app, &asker, &purpose, &found, cases::obligation)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_told_by_its_code() {
        let codes: Vec<&str> = Kind::ALL.into_iter().map(Kind::code).filter(|c| !c.is_empty()).collect();
        assert_eq!(KINDS.iter().map(|(code, _)| *code).collect::<Vec<_>>(), codes);
    }
}
