use quaint::{prelude::*, single::Quaint};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let connection = Quaint::new(&std::env::var("PRISMA_URL")?).await?;
    let rows = connection
        .query_raw("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", &[])
        .await?;
    let encrypted = rows.into_single()?[0].as_bool().ok_or("no answer")?;
    println!("encrypted: {encrypted}");
    Ok(())
}
