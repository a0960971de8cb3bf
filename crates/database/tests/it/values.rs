//! What goes in comes out, on both engines from one SQL text.

use database::{Db, Kind, Tx, Value, both_engines};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use crate::{Ddl, insert_values};

const TABLE: &str = "CREATE TABLE t (k BIGINT NOT NULL PRIMARY KEY, i BIGINT, s TEXT, b BYTEA)";
const INSERT: &str = "INSERT INTO t (k, i, s, b) VALUES ($1, $2, $3, $4)";

async fn back(db: &Db, key: i64) -> Vec<Value> {
    db.read_fn(async move |tx: &mut Tx<'_>| {
        let row = tx.one("SELECT i, s, b FROM t WHERE k = $1", &[key.into()]).await?;
        Ok::<_, database::Error>(row.unwrap().into_values())
    })
    .await
    .unwrap()
}

/// Any values a table can keep.
fn any_row() -> impl Strategy<Value = Vec<Value>> {
    let int = prop::option::of(any::<i64>()).prop_map(Value::from);
    let text = prop::option::of("[^\\x00]{0,40}").prop_map(Value::from);
    let blob = prop::option::of(prop::collection::vec(any::<u8>(), 0..40)).prop_map(Value::from);
    (int, text, blob).prop_map(|(int, text, blob)| vec![int, text, blob])
}

both_engines! {
    async fn any_values_come_back_unchanged(db: Db) {
        db.write(Ddl(TABLE)).await.unwrap();
        let mut runner = TestRunner::deterministic();
        for key in 0..150_i64 {
            let row = any_row().new_tree(&mut runner).unwrap().current();
            let params = std::iter::once(key.into()).chain(row.iter().cloned()).collect();
            insert_values(&db, INSERT, params).await.unwrap();
            assert_eq!(back(&db, key).await, row);
        }
    }

    async fn values_come_back_as_they_went_in(db: Db) {
        db.write(Ddl(TABLE)).await.unwrap();
        let id = Uuid::from_u128(0x1234_5678);
        let rows: Vec<Vec<Value>> = vec![
            vec![i64::MIN.into(), "".into(), Vec::<u8>::new().into()],
            vec![i64::MAX.into(), "欧阳娜娜 𠮷 '; DROP TABLE t; --".into(), vec![0_u8, 255, 39].into()],
            vec![true.into(), "110101199003070012".into(), id.into()],
            vec![Value::Null, Value::Null, Value::Null],
            vec![Value::from(None::<i64>), Value::from(Some("$1")), Value::from(None::<Vec<u8>>)],
            // Digits kept as bytes must not become a number, nor text that looks like one.
            vec![0.into(), "007".into(), b"12345".into()],
        ];
        for (key, row) in rows.iter().enumerate() {
            let key = i64::try_from(key).unwrap();
            let params = std::iter::once(key.into()).chain(row.iter().cloned()).collect();
            assert_eq!(insert_values(&db, INSERT, params).await, Ok(1));
            assert_eq!(&back(&db, key).await, row, "row {key}");
        }
        assert_eq!(back(&db, 2).await[0], Value::Int(1));
        assert_eq!(back(&db, 2).await[2], Value::Blob(id.as_bytes().to_vec()));
    }

    async fn parameters_bind_by_number_not_by_appearance(db: Db) {
        db.write(Ddl(TABLE)).await.unwrap();
        let sql = "INSERT INTO t (b, s, i, k) VALUES ($4, $3, $2, $1)";
        let params = vec![1.into(), 2.into(), "three".into(), vec![4_u8].into()];
        insert_values(&db, sql, params).await.unwrap();
        assert_eq!(back(&db, 1).await, [2.into(), "three".into(), vec![4_u8].into()]);
    }

    async fn one_parameter_may_be_used_twice_and_a_quoted_dollar_is_text(db: Db) {
        let row = db.read_fn(async |tx: &mut Tx<'_>| {
            let sql = "SELECT CAST($1 AS BIGINT) + CAST($1 AS BIGINT), '$1', CAST($2 AS TEXT)";
            tx.one(sql, &[21.into(), "x".into()]).await
        }).await.unwrap().unwrap();
        assert_eq!(row.into_values(), [42.into(), "$1".into(), "x".into()]);
    }

    async fn sums_counts_and_truths_are_integers(db: Db) {
        db.write(Ddl(TABLE)).await.unwrap();
        for key in 1..=3_i64 {
            insert_values(&db, INSERT, vec![key.into(), (key * 1_000_000).into(), "a".into(), Value::Null])
                .await.unwrap();
        }
        let row = db.read_fn(async |tx: &mut Tx<'_>| {
            tx.one("SELECT SUM(i), COUNT(*), MAX(k) = $1, SUM(i) FILTER (WHERE k > 9), i > 0 FROM t GROUP BY i > 0",
                &[3.into()]).await
        }).await.unwrap().unwrap();
        assert_eq!(row.int(0), Ok(6_000_000));
        assert_eq!(row.int(1), Ok(3));
        assert_eq!(row.bool(2), Ok(true));
        assert_eq!(row.opt_int(3), Ok(None));
        assert_eq!(row.bool(4), Ok(true));
    }

    async fn limits_and_returning_take_parameters(db: Db) {
        db.write(Ddl(TABLE)).await.unwrap();
        for key in 1..=5_i64 {
            insert_values(&db, INSERT, vec![key.into(), key.into(), Value::Null, Value::Null]).await.unwrap();
        }
        let rows = db.write_fn(async |tx: &mut Tx<'_>| {
            let page = tx.query("SELECT k FROM t WHERE i > $1 ORDER BY k LIMIT $2", &[1.into(), 2.into()]).await?;
            let gone = tx.query("DELETE FROM t WHERE k >= $1 RETURNING s", &[4.into()]).await?;
            Ok::<_, database::Error>((page, gone.len()))
        }).await.unwrap();
        assert_eq!(rows.0.iter().map(|row| row.int(0).unwrap()).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(rows.1, 2);
    }

    async fn a_nul_in_text_is_refused(db: Db) {
        db.write(Ddl(TABLE)).await.unwrap();
        let params = vec![1.into(), 1.into(), "王\0五".into(), Value::Null];
        let error = insert_values(&db, INSERT, params).await.unwrap_err();
        assert_eq!(error.kind, Kind::Other);
        assert!(!error.to_string().contains('王'));
    }

    async fn a_wrong_number_of_parameters_is_refused(db: Db) {
        db.write(Ddl(TABLE)).await.unwrap();
        for params in [vec![1.into()], vec![Value::Null; 5]] {
            assert_eq!(insert_values(&db, INSERT, params).await.unwrap_err().kind, Kind::Other);
        }
    }

    async fn several_rows_are_not_one(db: Db) {
        let answer = db.read_fn(async |tx: &mut Tx<'_>| tx.one("SELECT 1 UNION ALL SELECT 2", &[]).await).await;
        assert_eq!(answer.unwrap_err().kind, Kind::Other);
    }

    async fn a_plan_names_the_index_and_a_check_finds_wrong_text(db: Db) {
        db.write(Ddl(TABLE)).await.unwrap();
        db.write(Ddl("CREATE INDEX t_by_i ON t (i)")).await.unwrap();
        let plans = db.read_fn(async |tx: &mut Tx<'_>| {
            tx.check("SELECT s FROM t WHERE i = $1").await?;
            let good = tx.plan("SELECT s FROM t WHERE i = $1", &[1.into()]).await?;
            let bad = tx.plan("SELECT s FROM t WHERE s = $1", &["x".into()]).await?;
            Ok::<_, database::Error>((good.join("\n"), bad.join("\n")))
        }).await.unwrap();
        assert!(plans.0.contains("t_by_i") && !plans.0.to_lowercase().contains("scan t"), "{}", plans.0);
        assert!(plans.1.contains("Seq Scan on t") || plans.1.contains("SCAN t"), "{}", plans.1);
        let wrong = db.read_fn(async |tx: &mut Tx<'_>| tx.check("SELECT nothing FROM t").await).await;
        assert_eq!(wrong.unwrap_err().operation, "prepare");
    }
}
