using Npgsql;

await using var source = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable("ConnectionStrings__Database")!);
await using var command = source.CreateCommand("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
Console.WriteLine($"encrypted: {(bool)(await command.ExecuteScalarAsync())!}".ToLowerInvariant());
