//! The command line (a stable contract, `docs/architecture.md` section 4).

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use std::path::PathBuf;

/// 归途：把每一个人接回家，一个也不丢。
#[derive(Parser)]
#[command(name = "guitu", version, about, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// Where the instance is and who acts.
#[derive(Args, Clone, Default)]
pub struct Instance {
    /// 数据目录（密钥、锚点；SQLite 数据库也在其中）
    #[arg(long, env = "GUITU_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// PostgreSQL 数据库，postgres://…；不写则用数据目录里的 SQLite
    #[arg(long, env = "GUITU_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// 以哪个账号办理；默认是控制台
    #[arg(long = "as", value_name = "ACCOUNT")]
    pub account: Option<String>,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Subcommand)]
pub enum Command {
    /// 造一个虚构的广州并打开服务
    Demo(Demo),
    /// 建立一个真实的空实例
    Init {
        /// 城市代码，例如 440100
        #[arg(long)]
        city: String,
        #[command(flatten)]
        instance: Instance,
    },
    /// 打开服务
    Serve(Serve),
    /// 监所名册
    Roster {
        #[command(subcommand)]
        command: Roster,
    },
    /// 地址
    Address {
        #[command(subcommand)]
        command: Address,
    },
    /// 检查实例：重放每一条记录，逐行核对，谁也没有丢
    Doctor {
        /// 只抽查这么多
        #[arg(long)]
        sample: Option<u64>,
        /// 只核对一条记录：档案号或流编号，冒号，版本
        #[arg(long, value_name = "STREAM:VERSION", conflicts_with = "sample")]
        prove: Option<String>,
        #[command(flatten)]
        instance: Instance,
    },
    /// 按记录重新计算所有列表行（升级以后，或 doctor 说行不符时）；记录本身不动
    RebuildRows {
        #[command(flatten)]
        instance: Instance,
    },
    /// 账号
    User {
        #[command(subcommand)]
        command: User,
    },
    /// 规则包
    Rules {
        #[command(subcommand)]
        command: Rules,
    },
    /// 供本程序自己调用：在受限的子进程里读文件
    #[command(name = "read-file", hide = true)]
    ReadFile,
}

#[derive(Args)]
pub struct Demo {
    /// 数据目录，每次重新造；默认 guitu-demo
    #[arg(long, env = "GUITU_DEMO_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// 监听地址
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// 上一年12月31日在册人数
    #[arg(long, default_value_t = 300)]
    pub persons: usize,
    /// 随机种子：同一种子和日期得到同一座城市
    #[arg(long, default_value_t = 2026)]
    pub seed: u64,
    /// 把这一天当作今天
    #[arg(long)]
    pub today: Option<Date>,
    /// 只造数据，不打开服务
    #[arg(long)]
    pub no_serve: bool,
    /// 允许本机以外访问（密码随机）
    #[arg(long)]
    pub open: bool,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct Serve {
    /// 监听地址；默认 127.0.0.1:8080
    #[arg(long, env = "GUITU_LISTEN")]
    pub listen: Option<String>,
    /// 前面有做 TLS 的反向代理（Cookie 只走 HTTPS）
    #[arg(long)]
    pub behind_proxy: bool,
    /// 只打印生效的配置
    #[arg(long)]
    pub print_config: bool,
    #[command(flatten)]
    pub instance: Instance,
}

#[derive(Subcommand)]
pub enum Roster {
    /// 检查一份名册，什么也不保存
    Check {
        file: PathBuf,
        #[command(flatten)]
        instance: Instance,
    },
    /// 导入一份名册
    Import {
        file: PathBuf,
        /// 报送单位代码（监所，或代报的市局）
        #[arg(long)]
        custody: String,
        #[command(flatten)]
        instance: Instance,
    },
}

#[derive(Subcommand)]
pub enum Address {
    /// 每行一个地址，每行一个结论
    Resolve {
        /// 文件；不写或写 - 则读标准输入
        file: Option<PathBuf>,
        /// 输出 JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
pub enum User {
    /// 新建账号并授权，打印一次性密码
    Add {
        login: String,
        #[arg(long)]
        name: String,
        /// city district office_head office_worker prison administrator
        #[arg(long)]
        role: String,
        /// 单位代码
        #[arg(long)]
        unit: String,
        #[command(flatten)]
        instance: Instance,
    },
    /// 列出账号
    List {
        #[command(flatten)]
        instance: Instance,
    },
    /// 停用账号
    Disable {
        login: String,
        #[command(flatten)]
        instance: Instance,
    },
    /// 恢复停用的账号，打印一次性密码；要重新授权
    Enable {
        login: String,
        #[command(flatten)]
        instance: Instance,
    },
    /// 重置密码，打印一次性密码
    ResetPassword {
        login: String,
        #[command(flatten)]
        instance: Instance,
    },
}

#[derive(Subcommand)]
pub enum Rules {
    /// 列出规则、期限、依据和把握程度
    Show {
        #[command(flatten)]
        instance: Instance,
    },
    /// 试算规则包：会改变哪些规定、多少待办的期限；加 --yes 启用
    Load {
        /// 规则包文件（JSON）
        file: PathBuf,
        /// 启用依据：哪份文件、谁决定
        #[arg(long, default_value = "", required_if_eq("yes", "true"))]
        reason: String,
        /// 启用
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        instance: Instance,
    },
}
