//! Who gets what: every route × role × area, written by hand. A route that is not in the table fails the test;
//! so does an answer that differs. Outside the scope is 404, never 403; without a session pages lead to the
//! sign-in page and the API answers 401.

use crate::{
    given::{Browser, House, token},
    table_given::{filled, settled},
};
use axum::{
    body::Body,
    http::{Request, header},
};
use std::collections::{BTreeMap, BTreeSet};

/// The askers, in the order of the table's columns: nobody; the administrator; the city bureau; the
/// district that owns; another district; the head and a worker of the office that owns; a worker of another
/// office of the same district; the prison that sent the person; another prison.
pub const ASKERS: [&str; 10] =
    ["", "admin", "city", "district", "far", "head", "worker", "neighbour", "prison", "jail"];

/// `{home}` is a case of the office whose person is at home: his prison no longer sees it. `{inside}` is one
/// whose person is still inside: his prison sees it. `{row}` is a held row of the district, `{roster}` an
/// upload of the city for the prison; `{form}` is F9 of the first case and F3 of the second; commands to the account `{login}` concern somebody else. Bodies are empty: 422 says that the asker was heard and told what is
/// upload of the city for the prison, `{scan}` a picture of `{home}`; commands to the account `{login}` concern somebody else. Bodies are empty: 422 says that the asker was heard and told what is
/// missing, or why his role may not.
pub const TABLE: &[(&str, &str, [u16; 10])] = &[
    // Anybody.
    ("GET", "/healthz", [200; 10]),
    ("GET", "/assets/{name}", [404; 10]),
    ("GET", "/", [303; 10]),
    ("GET", "/sign-in", [200; 10]),
    ("POST", "/sign-in", [422; 10]),
    ("GET", "/password", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/password", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/help", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/audit", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/audit", [303; 10]),
    ("GET", "/rules", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/rules/{id}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/rules/pack.json", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/rules/new", [303, 422, 200, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/rules/preview", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/rules/accept", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/api/docs.css", [200; 10]),
    ("GET", "/api/docs", [200; 10]),
    ("GET", "/api/v1/openapi.json", [200; 10]),
    ("POST", "/api/v1/password", [422; 10]),
    ("POST", "/api/v1/session", [422; 10]),
    // 待办, 基地.
    ("GET", "/workbench", [303, 404, 200, 200, 200, 200, 200, 200, 200, 200]),
    // 变动, 催办: everybody who sees files looks at changes; only bureaus urge.
    ("GET", "/changed", [303, 422, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/changed/seen", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/urged", [303, 422, 200, 200, 200, 422, 422, 422, 422, 422]),
    ("POST", "/urge", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/bases", [303, 422, 200, 200, 200, 200, 200, 200, 422, 422]),
    ("POST", "/bases", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    // 档案.
    ("GET", "/cases", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/cases/search", [303; 10]),
    // 日历, 订阅, 通报: whoever sees files has a calendar, only bureaus are told of others. No note was made here.
    ("GET", "/calendar", [303, 404, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/calendar/{day}", [303, 404, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/calendar/feed", [303, 404, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/calendar/feed", [303, 404, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/calendar/feed/revoke", [303, 422, 303, 303, 303, 303, 303, 303, 303, 303]),
    ("GET", "/ics/{file}", [404; 10]),
    ("GET", "/notes", [303, 422, 200, 200, 200, 422, 422, 422, 422, 422]),
    ("POST", "/notes/read", [303, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/notes/{day}", [303, 422, 404, 404, 404, 422, 422, 422, 422, 422]),
    ("GET", "/notes/{day}/{place}", [303, 422, 404, 404, 404, 422, 422, 422, 422, 422]),
    // 请假, 移交: an office's people among themselves; its head gives cases on.
    ("GET", "/leave", [303, 422, 422, 422, 422, 200, 200, 200, 422, 422]),
    ("POST", "/leave", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/leave/end", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/cases/reassign", [303, 422, 422, 422, 422, 200, 422, 422, 422, 422]),
    ("POST", "/cases/reassign", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/cases/reassign/preview", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/cases/reassign/undo", [303, 422, 422, 422, 422, 404, 422, 422, 422, 422]),
    // 封存: a list of one's own for whoever sees files, a page of reasons before any number.
    ("GET", "/sealed", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/cases/{home}/open", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/cases/{home}/open", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/cases/{home}", [303, 404, 200, 200, 404, 200, 200, 404, 404, 404]),
    ("GET", "/cases/{inside}", [303, 404, 200, 200, 404, 200, 200, 404, 200, 404]),
    ("POST", "/cases/{home}/reveal", [303, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("GET", "/cases/{home}/{command}", [303, 404, 200, 200, 404, 200, 200, 404, 404, 404]),
    ("POST", "/cases/{home}/{command}", [303, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("GET", "/cases/{inside}/{command}", [303, 404, 200, 200, 404, 200, 200, 404, 200, 404]),
    ("POST", "/cases/{inside}/{command}", [303, 404, 422, 422, 404, 422, 422, 404, 422, 404]),
    ("GET", "/cases/{home}/papers", [303, 404, 200, 200, 404, 200, 200, 404, 404, 404]),
    ("GET", "/cases/{inside}/papers", [303, 404, 200, 200, 404, 200, 200, 404, 200, 404]),
    ("GET", "/cases/{home}/papers/{form}", [303, 404, 422, 200, 404, 200, 200, 404, 404, 404]),
    ("GET", "/cases/{inside}/papers/{form}", [303, 404, 200, 200, 404, 200, 200, 404, 200, 404]),
    ("GET", "/cases/{home}/papers/{form}/docx", [303, 404, 422, 200, 404, 200, 200, 404, 404, 404]),
    ("GET", "/cases/{inside}/papers/{form}/docx", [303, 404, 200, 200, 404, 200, 200, 404, 200, 404]),
    ("GET", "/cases/{home}/looks", [303, 404, 200, 200, 404, 200, 422, 404, 404, 404]),
    // 衔接.
    ("GET", "/handover", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/handover/papers/month", [303, 422, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/handover/papers/month/docx", [303, 422, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/cases/{home}/scans", [303, 404, 200, 200, 404, 200, 200, 404, 404, 404]),
    ("GET", "/cases/{inside}/scans", [303, 404, 200, 200, 404, 200, 200, 404, 200, 404]),
    ("POST", "/cases/{home}/scans", [303, 404, 400, 400, 404, 400, 400, 404, 404, 404]),
    ("POST", "/cases/{inside}/scans", [303, 404, 400, 400, 404, 400, 400, 404, 400, 404]),
    ("GET", "/cases/{home}/scans/{scan}", [303, 404, 200, 200, 404, 200, 200, 404, 404, 404]),
    ("GET", "/cases/{home}/scans/{scan}/small", [303, 404, 200, 200, 404, 200, 200, 404, 404, 404]),
    ("GET", "/cases/{inside}/scans/{scan}", [303, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/handover/board", [303, 422, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/handover/board/{day}", [303, 422, 200, 200, 200, 200, 200, 200, 422, 422]),
    ("GET", "/handover/costs", [303, 422, 200, 200, 200, 200, 200, 200, 422, 422]),
    ("POST", "/handover/costs", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/handover/prisons", [303, 422, 200, 200, 200, 422, 422, 422, 422, 422]),
    ("POST", "/handover/prisons/export", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/handover/prisons/answers", [303, 422, 400, 400, 400, 422, 422, 422, 422, 422]),
    ("POST", "/handover/prisons/confirm", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    // `{custody}` is a place that was asked about a person of the district that owns: others know of no question.
    ("GET", "/handover/prisons/{custody}/letter", [303, 422, 200, 200, 404, 422, 422, 422, 422, 422]),
    ("GET", "/handover/prisons/{custody}/letter/docx", [303, 422, 200, 200, 404, 422, 422, 422, 422, 422]),
    ("GET", "/handover/rosters/new", [303, 422, 200, 422, 422, 422, 422, 422, 200, 200]),
    ("POST", "/handover/rosters", [303, 422, 400, 422, 422, 422, 422, 422, 400, 400]),
    ("POST", "/handover/rosters/paste", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/handover/rosters/template", [303, 422, 200, 422, 422, 422, 422, 422, 200, 200]),
    ("GET", "/handover/rosters/one", [303, 422, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/handover/rosters/one", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/handover/rosters/preview/{waiting}", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/handover/rosters/confirm", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/handover/rosters/{roster}", [303, 404, 200, 404, 404, 404, 404, 404, 200, 404]),
    ("GET", "/handover/disputes", [303, 422, 200, 200, 200, 422, 422, 422, 422, 422]),
    ("GET", "/handover/rosters/{roster}/progress", [303, 404, 200, 404, 404, 404, 404, 404, 200, 404]),
    ("POST", "/handover/rosters/{roster}/continue", [303, 404, 303, 404, 404, 404, 404, 404, 303, 404]),
    ("GET", "/handover/rosters/{roster}/result", [303, 404, 200, 404, 404, 404, 404, 404, 200, 404]),
    ("POST", "/handover/rosters/{roster}/withdraw", [303, 404, 422, 404, 404, 404, 404, 404, 422, 404]),
    ("GET", "/handover/held", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/handover/held/{row}", [303, 404, 200, 200, 404, 404, 404, 404, 200, 404]),
    ("POST", "/handover/held/{row}/{command}", [303, 404, 428, 428, 404, 404, 404, 404, 422, 404]),
    ("GET", "/handover/prerelease", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/handover/unlinked", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/handover/receipts", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    // 发文. `{letter}` is one of the office that owns; bureaus above it read it.
    ("GET", "/letters", [303, 422, 200, 200, 200, 200, 200, 200, 422, 422]),
    ("POST", "/letters", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/letters/word", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/letters/{letter}", [303, 422, 200, 200, 404, 200, 200, 404, 422, 422]),
    ("POST", "/letters/{letter}/{command}", [303, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    // 管理.
    ("GET", "/admin", [303, 200, 200, 200, 200, 200, 422, 422, 422, 422]),
    ("GET", "/admin/accounts/new", [303, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/admin/accounts/new", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/admin/account", [303, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/admin/account", [303, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/admin/grant", [303, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("POST", "/admin/grant", [303, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/admin/first-run", [303, 200, 200, 422, 422, 422, 422, 422, 422, 422]),
    // The API.
    ("GET", "/api/v1/accounts", [401, 200, 200, 200, 200, 200, 422, 422, 422, 422]),
    ("POST", "/api/v1/accounts", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/accounts/{login}/grant", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/accounts/{login}/set-leave", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/accounts/{login}/end-leave", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/accounts/{login}/make-feed", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/accounts/{login}/revoke-feed", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/accounts/{login}/reset-password", [401, 200, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/api/v1/cases", [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/api/v1/cases/search", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/api/v1/cases/{home}", [401, 404, 200, 200, 404, 200, 200, 404, 404, 404]),
    ("GET", "/api/v1/cases/{home}/papers", [401, 404, 200, 200, 404, 200, 200, 404, 404, 404]),
    ("GET", "/api/v1/cases/{home}/papers/{form}", [401, 404, 422, 200, 404, 200, 200, 404, 404, 404]),
    ("GET", "/api/v1/cases/{inside}/papers/{form}", [401, 404, 200, 200, 404, 200, 200, 404, 200, 404]),
    ("GET", "/api/v1/papers/month", [401, 422, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/api/v1/sealed", [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/api/v1/cases/{home}/open", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/cases/{home}/name-persons", [401, 404, 428, 428, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/seal", [401, 404, 428, 428, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/lift-seal", [401, 404, 428, 428, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/arrange-collection", [401, 404, 422, 422, 404, 422, 422, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/seal-file", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/answer", [401, 404, 428, 428, 404, 422, 422, 404, 428, 404]),
    ("POST", "/api/v1/cases/{inside}/answer-correction", [401, 404, 428, 428, 404, 422, 422, 404, 428, 404]),
    ("POST", "/api/v1/cases/{home}/answer-abnormal", [401, 404, 422, 422, 404, 428, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/ask-custody", [401, 404, 422, 422, 404, 422, 422, 404, 422, 404]),
    ("POST", "/api/v1/cases/{inside}/cancel-fetch", [401, 404, 422, 422, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/check-settling", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/confirm-fetch", [401, 404, 422, 422, 404, 428, 428, 404, 428, 404]),
    ("POST", "/api/v1/cases/{inside}/decide-tracing", [401, 404, 428, 428, 404, 422, 422, 404, 422, 404]),
    ("POST", "/api/v1/cases/{inside}/died-in-custody", [401, 404, 428, 428, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/flag-measure", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/plan-fetch", [401, 404, 422, 422, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{inside}/re-detained", [401, 404, 422, 422, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/record-cost", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/record-health", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/slip-missing", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/answer-need", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/correct-visit", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/move-visit", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/review-grade", [401, 404, 422, 422, 404, 428, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/team-join", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/team-leave", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/ask", [401, 404, 422, 422, 404, 422, 422, 404, 422, 404]),
    ("POST", "/api/v1/cases/{inside}/answer-question", [401, 404, 422, 422, 404, 422, 422, 404, 422, 404]),
    ("POST", "/api/v1/cases/{inside}/withdraw-question", [401, 404, 422, 422, 404, 422, 422, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/close-question", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/urge", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/update-file", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/without-placement", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/assign-worker", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/close", [401, 404, 422, 422, 404, 428, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/decide-dispute", [401, 404, 428, 428, 404, 422, 422, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/decide-likeness", [401, 404, 428, 428, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/decide-transfer", [401, 404, 428, 428, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/decide-dual-listing", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/end-placement", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/give-bed", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/hand-over-case", [401, 404, 422, 428, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/leave-bed", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/not-arrived", [401, 404, 422, 422, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/open-file", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/record-evidence", [401, 404, 422, 422, 404, 422, 422, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/receive-case", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/receive", [401, 404, 422, 422, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/record-placement", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/record-visit", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/refuse-agreement", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/refuse-collection", [401, 404, 422, 422, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/report-upward", [401, 404, 428, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/reroute", [401, 404, 428, 428, 404, 422, 422, 404, 422, 404]),
    ("POST", "/api/v1/cases/{inside}/return", [401, 404, 422, 422, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/reveal", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/cases/{inside}/self-return", [401, 404, 422, 422, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{home}/sign-agreement", [401, 404, 422, 422, 404, 428, 428, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/trace", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/upward-receipt", [401, 404, 428, 422, 404, 422, 422, 404, 404, 404]),
    ("POST", "/api/v1/cases/{inside}/verify", [401, 404, 422, 422, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{inside}/change-release", [401, 404, 428, 428, 404, 428, 428, 404, 428, 404]),
    ("POST", "/api/v1/cases/{inside}/leave-list", [401, 404, 428, 428, 404, 428, 428, 404, 428, 404]),
    ("POST", "/api/v1/cases/{inside}/undo-leave", [401, 404, 428, 428, 404, 428, 428, 404, 428, 404]),
    ("POST", "/api/v1/cases/{inside}/confirm-leave", [401, 404, 428, 428, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{inside}/send-notice", [401, 404, 428, 428, 404, 422, 422, 404, 428, 404]),
    ("POST", "/api/v1/cases/{inside}/send-assessment", [401, 404, 428, 428, 404, 422, 422, 404, 428, 404]),
    ("POST", "/api/v1/cases/{inside}/receipt-notice", [401, 404, 428, 428, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{inside}/forward-notice", [401, 404, 428, 428, 404, 422, 422, 404, 422, 404]),
    ("POST", "/api/v1/cases/{inside}/tell-family", [401, 404, 422, 422, 404, 428, 428, 404, 422, 404]),
    ("POST", "/api/v1/cases/{inside}/tell-village", [401, 404, 422, 422, 404, 428, 428, 404, 422, 404]),
    ("GET", "/api/v1/workbench", [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/api/v1/changes", [401, 422, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/api/v1/changes/seen", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/api/v1/urges", [401, 422, 200, 200, 200, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/urges", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/api/v1/disputes", [401, 422, 200, 200, 200, 422, 422, 422, 422, 422]),
    ("GET", "/api/v1/prerelease", [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/api/v1/prerelease/unlinked", [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/api/v1/prerelease/missing", [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/api/v1/letters", [401, 422, 200, 200, 200, 200, 200, 200, 422, 422]),
    ("GET", "/api/v1/letters/{letter}", [401, 422, 200, 200, 404, 200, 200, 404, 422, 422]),
    ("POST", "/api/v1/letters/name-letters", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/letters/issue-letter", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/letters/{letter}/seal-letter", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("GET", "/api/v1/cases/{home}/scans", [401, 404, 200, 200, 404, 200, 200, 404, 404, 404]),
    ("GET", "/api/v1/cases/{inside}/scans", [401, 404, 200, 200, 404, 200, 200, 404, 200, 404]),
    ("POST", "/api/v1/cases/{home}/scans", [401, 415, 415, 415, 415, 415, 415, 415, 415, 415]),
    ("GET", "/api/v1/cases/{home}/scans/{scan}", [401, 404, 200, 200, 404, 200, 200, 404, 404, 404]),
    ("POST", "/api/v1/cases/{home}/withdraw-scan", [401, 404, 422, 422, 404, 422, 422, 404, 404, 404]),
    ("GET", "/api/v1/reassignments", [401, 422, 422, 422, 422, 200, 422, 422, 422, 422]),
    ("POST", "/api/v1/reassignments", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/reassignments/preview", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    (
        "POST",
        "/api/v1/reassignments/{made}/undo-reassignment",
        [401, 422, 422, 422, 422, 404, 422, 422, 422, 422],
    ),
    ("GET", "/api/v1/obligations", [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/api/v1/quarantine", [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/api/v1/quarantine/{row}", [401, 404, 200, 200, 404, 404, 404, 404, 200, 404]),
    ("POST", "/api/v1/quarantine/{row}/mend", [401, 404, 428, 428, 404, 404, 404, 404, 422, 404]),
    ("POST", "/api/v1/quarantine/{row}/reject", [401, 404, 428, 428, 404, 404, 404, 404, 422, 404]),
    ("POST", "/api/v1/quarantine/{row}/release", [401, 404, 428, 428, 404, 404, 404, 404, 422, 404]),
    ("GET", "/api/v1/rosters", [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/api/v1/rosters", [401, 415, 415, 415, 415, 415, 415, 415, 415, 415]),
    ("POST", "/api/v1/rosters/check", [401, 415, 415, 415, 415, 415, 415, 415, 415, 415]),
    ("POST", "/api/v1/rosters/one", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/rosters/{roster}/withdraw", [401, 404, 422, 404, 404, 404, 404, 404, 422, 404]),
    ("GET", "/api/v1/rosters/{roster}", [401, 404, 200, 404, 404, 404, 404, 404, 200, 404]),
    ("POST", "/api/v1/rules", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/rules/preview", [401, 422, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("GET", "/api/v1/rules", [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("GET", "/api/v1/units", [401, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ("POST", "/api/v1/accounts/{login}/disable-account", [401, 200, 422, 422, 422, 422, 422, 422, 422, 422]),
    ("POST", "/api/v1/accounts/{login}/enable-account", [401, 200, 422, 422, 422, 422, 422, 422, 422, 422]),
    // The ends of sessions come last.
    ("POST", "/sign-out", [303; 10]),
    ("DELETE", "/api/v1/session", [401, 204, 204, 204, 204, 204, 204, 204, 204, 204]),
];

/// The auditor sees no more files than the administrator and gets the same answers but for these lines.
const AUDITOR: &[(&str, &str, u16)] = &[
    ("GET", "/admin", 422),
    ("GET", "/admin/first-run", 422),
    ("GET", "/audit", 200),
    ("GET", "/api/v1/accounts", 422),
    ("POST", "/api/v1/accounts/{login}/reset-password", 422),
    ("POST", "/api/v1/accounts/{login}/disable-account", 422),
    ("POST", "/api/v1/accounts/{login}/enable-account", 422),
];

/// The path as the list of routes has it: numbers are parameters, commands of the API are one route.
fn template(path: &str) -> String {
    let words = ["{home}", "{inside}", "{row}", "{roster}"];
    let own = [("{scan}", "{id}"), ("{letter}", "{id}"), ("{made}", "{id}"), ("{custody}", "{code}")];
    let path = own.iter().fold(path.to_owned(), |p, (word, name)| p.replace(word, name));
    let path = words.iter().fold(path, |p, word| p.replace(word, "{no}"));
    for family in [
        "/api/v1/cases/{no}/",
        "/api/v1/quarantine/{no}/",
        "/api/v1/accounts/{login}/",
        "/api/v1/letters/{id}/",
    ] {
        let own = path.ends_with("/reveal")
            || path.ends_with("/open")
            || path.contains("/scans")
            || path.contains("/papers");
        if path.starts_with(family) && !own {
            return format!("{family}{{command}}");
        }
    }
    path
}

async fn status(method: &str, path: &str, browser: &Browser, token: Option<&str>) -> u16 {
    if !path.starts_with("/api/v1") {
        return match method {
            "POST" => browser.post(path, &[]).await.status,
            _ => browser.get(path).await.status,
        };
    }
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if method == "POST" {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    browser.send(request, Body::from(if method == "POST" { "{}" } else { "" })).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_asker_as_the_table_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::reading_with(crate::stage::reader(folder.path())).await;
    let put = settled(&house).await;
    let mut askers: Vec<(Browser, Option<String>)> = vec![(house.nobody(), None)];
    for login in &ASKERS[1..] {
        askers.push((house.browser(login).await, Some(token(&house, login).await)));
    }
    let mut wrong = BTreeMap::new();
    for (method, path, expected) in TABLE {
        let mut got = [0; 10];
        for (place, (browser, token)) in askers.iter().enumerate() {
            got[place] = status(method, &filled(path, &put), browser, token.as_deref()).await;
        }
        if got != *expected {
            wrong.insert(format!("{method} {path}"), (got, *expected));
        }
    }
    assert!(wrong.is_empty(), "got, expected, in the order of {ASKERS:?}: {wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_auditor_gets_what_his_lines_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::reading_with(crate::stage::reader(folder.path())).await;
    let put = settled(&house).await;
    let (browser, token) = (house.browser("auditor").await, token(&house, "auditor").await);
    let mut wrong = BTreeMap::new();
    for (method, path, everybody) in TABLE.iter().filter(|(_, path, _)| *path != "/api/v1/session") {
        let own = AUDITOR.iter().find(|(m, p, _)| (m, p) == (method, path));
        let expected = own.map_or(everybody[1], |(.., status)| *status);
        let got = status(method, &filled(path, &put), &browser, Some(&token)).await;
        if got != expected {
            wrong.insert(format!("{method} {path}"), (got, expected));
        }
    }
    assert!(wrong.is_empty(), "got, expected: {wrong:#?}");
    assert!(AUDITOR.iter().all(|(m, p, _)| TABLE.iter().any(|(method, path, _)| (m, p) == (method, path))));
}

/// Every command that people give has a line of its own, though the API has one route for all.
#[test]
fn no_command_is_missing_from_the_table() {
    let lines: BTreeSet<&str> = TABLE.iter().filter_map(|(_, path, _)| path.rsplit('/').next()).collect();
    for spec in domain::case::CaseCommand::specs().chain(domain::quarantine::COMMANDS) {
        assert!(lines.contains(spec.name), "{}", spec.name);
    }
}

#[test]
fn no_route_is_missing_from_the_table() {
    let listed: BTreeSet<(String, String)> =
        TABLE.iter().map(|(method, path, _)| ((*method).to_owned(), template(path))).collect();
    let routes: BTreeSet<(String, String)> = web::routes::all()
        .into_iter()
        .flat_map(|r| match r.method {
            "ANY" => vec![],
            method => vec![(method.to_owned(), r.path.to_owned())],
        })
        .collect();
    let missing: Vec<_> = routes.difference(&listed).collect();
    assert!(missing.is_empty(), "routes without a line in the table: {missing:#?}");
    let gone: Vec<_> = listed.difference(&routes).collect();
    assert!(gone.is_empty(), "lines without a route: {gone:#?}");
}
