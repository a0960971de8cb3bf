//! The JSON API. Every operation stands once in a table, beside what it does: from the table come the routes
//! that answer, the OpenAPI document that tells of them, and the reference page. Whatever is asked under
//! `/api` and is not in the table is answered by a problem in JSON too.
//! Must never know: SQL, rules, HTML of the pages.

mod accounts;
mod body;
mod cases;
mod daily;
mod desk;
mod disputes;
mod docs;
mod fetch;
mod file;
mod letter;
mod list;
mod openapi;
mod operation;
mod papers;
mod prerelease;
mod quarantine;
mod reassign;
mod reference;
mod rosters;
mod rulebook;
mod scans;
mod schema;
mod sealed;
mod session;
mod shape;

use crate::{problem::ApiProblem, routes::Route};
use axum::{http::StatusCode, routing};
use operation::Operation;
use serde_json::Value;
use std::collections::BTreeSet;

/// The chapters of the API, in the order in which they are told: name and what stands there.
const CHAPTERS: &[(&str, &str)] = &[
    ("登录", "换取令牌、退出、修改密码"),
    ("档案", "列表、查找、一份档案、待办，以及对档案的每一项办理"),
    ("工作台", "待办的数字、变动、催办"),
    ("文书", "按档案填好的表格，DOCX"),
    ("名册", "检查、导入、回执"),
    ("待更正", "不能直接采用的名册行"),
    ("释放以前", "一个月的名册、未衔接的人员、缺少的通知书和回执"),
    ("发文", "文号、用印、送达"),
    ("账号", "新建、授权、停用、重置"),
    ("参考", "单位、规则和本说明"),
];

/// Every operation, chapter by chapter.
fn operations() -> Vec<Operation> {
    let parts = [
        session::operations(),
        [cases::operations(), sealed::operations(), scans::operations(), reassign::operations()]
            .into_iter()
            .flatten()
            .collect(),
        desk::operations(),
        papers::operations(),
        rosters::operations(),
        quarantine::operations(),
        [prerelease::operations(), disputes::operations()].into_iter().flatten().collect(),
        letter::operations(),
        accounts::operations(),
        [reference::operations(), rulebook::operations(), docs::operations()].into_iter().flatten().collect(),
    ];
    let told = CHAPTERS.iter().zip(parts);
    told.flat_map(|((tag, _), part)| part.into_iter().map(|o| Operation { tag, ..o })).collect()
}

/// Every schema that an answer may name.
fn schemas() -> Vec<(&'static str, Value)> {
    let columns = [
        shape::schemas(),
        session::schemas(),
        cases::schemas(),
        sealed::schemas(),
        file::schemas(),
        desk::schemas(),
        papers::schemas(),
        scans::schemas(),
        reassign::schemas(),
        rosters::schemas(),
        quarantine::schemas(),
        prerelease::schemas(),
        letter::schemas(),
        accounts::schemas(),
        reference::schemas(),
        rulebook::schemas(),
        docs::schemas(),
    ];
    columns.into_iter().flatten().collect()
}

/// The routes of the table, each path and method once, and what answers everything else under `/api`.
pub fn routes() -> Vec<Route> {
    let (mut paths, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut routes = vec![];
    for o in operations().into_iter().filter(|o| seen.insert((o.pattern, o.method))) {
        let first = paths.insert(o.pattern);
        let handler = if first { o.handler.fallback(wrong_method) } else { o.handler };
        routes.push(Route::new(o.method, o.pattern, handler));
    }
    routes.push(Route::new("GET", "/api/docs.css", routing::get(docs::style)));
    routes
        .extend(["/api", "/api/", "/api/{*rest}"].map(|path| Route::new("ANY", path, routing::any(unknown))));
    routes
}

/// The OpenAPI 3.1 document as it is served.
pub fn document() -> &'static str {
    openapi::rendered()
}

async fn wrong_method() -> ApiProblem {
    let detail = "这个地址不支持这种请求方法，可用的方法见 Allow。";
    ApiProblem::plain(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
}

async fn unknown() -> ApiProblem {
    let detail = "没有这个接口。全部接口见 /api/docs。";
    ApiProblem::plain(StatusCode::NOT_FOUND, "no_such_operation", detail)
}
