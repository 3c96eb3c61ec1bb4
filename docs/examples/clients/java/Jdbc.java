import java.sql.DriverManager;

class Jdbc {
  public static void main(String[] args) throws Exception {
    var url = System.getenv("JDBC_URL");
    try (var connection = DriverManager.getConnection(url, System.getenv("DB_USER"), System.getenv("DB_PASSWORD"));
        var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      result.next();
      System.out.println("encrypted: " + result.getBoolean(1));
    }
  }
}
