//! One statement on PostgreSQL: prepared once a connection, then bound and run.
//!
//! Must never know: when a transaction begins or ends.

use deadpool_postgres::Transaction;
use tokio_postgres::Statement;
use tokio_postgres::types::ToSql;

use crate::error::{Error, Result};
use crate::sql;
use crate::value::{Row, Value};

pub(crate) async fn query(tx: &Transaction<'_>, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
    let statement = prepared(tx, "query", sql, params).await?;
    let rows = tx.query(&statement, &bound(params)).await.map_err(|e| Error::pg("query", e))?;
    let mut out: Vec<Row> = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut fields = Row::after(out.last(), row.len());
        for column in 0..row.len() {
            fields.push(row.try_get(column).map_err(|e| Error::pg("query", e))?);
        }
        out.push(fields);
    }
    Ok(out)
}

pub(crate) async fn execute(tx: &Transaction<'_>, sql: &str, params: &[Value]) -> Result<u64> {
    let statement = prepared(tx, "execute", sql, params).await?;
    tx.execute(&statement, &bound(params)).await.map_err(|e| Error::pg("execute", e))
}

pub(crate) async fn batch(tx: &Transaction<'_>, sql: &str) -> Result<()> {
    sql::refuse_control("batch", sql)?;
    tx.batch_execute(sql).await.map_err(|e| Error::pg("batch", e))
}

pub(crate) async fn check(tx: &Transaction<'_>, sql: &str) -> Result<()> {
    sql::refuse_control("prepare", sql)?;
    tx.prepare_cached(sql).await.map(drop).map_err(|e| Error::pg("prepare", e))
}

async fn prepared(
    tx: &Transaction<'_>,
    operation: &'static str,
    sql: &str,
    params: &[Value],
) -> Result<Statement> {
    sql::refuse_control(operation, sql)?;
    for value in params {
        value.refuse_nul(operation)?;
    }
    let statement = tx.prepare_cached(sql).await.map_err(|e| Error::pg(operation, e))?;
    let wanted = statement.params().len();
    if wanted == params.len() {
        Ok(statement)
    } else {
        Err(Error::other(operation, format!("{wanted} parameters wanted, {} given", params.len())))
    }
}

fn bound(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}
