import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * Starts a Neo4j server on one loopback port: HOME PORT AUTH(true|false) OWNER PASSING(true|false).
 * It stops when the process OWNER is gone; a PASSING home is deleted then.
 */
public class Launcher {
    public static void main(String[] arguments) throws Exception {
        var address = new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1]));
        var service = new DatabaseManagementServiceBuilder(Path.of(arguments[0]).toAbsolutePath())
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, address)
                .setConfig(BoltConnector.advertised_address, address)
                .setConfig(GraphDatabaseSettings.auth_enabled, Boolean.parseBoolean(arguments[2]))
                .setConfig(GraphDatabaseSettings.pagecache_memory, 128L * 1024 * 1024)
                .setConfig(GraphDatabaseSettings.logical_log_rotation_threshold, 1024L * 1024)
                .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
                .setConfig(GraphDatabaseSettings.procedure_unrestricted, List.of("apoc.*")) // where plugins lie beside
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            service.shutdown();
            if (Boolean.parseBoolean(arguments[4])) {
                delete(Path.of(arguments[0]).toFile());
            }
        }));
        System.out.println("ready");
        System.out.flush();
        var owner = Long.parseLong(arguments[3]);
        while (ProcessHandle.of(owner).map(ProcessHandle::isAlive).orElse(false)) {
            Thread.sleep(500);
        }
        System.exit(0);
    }

    private static void delete(File file) {
        var inside = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
        if (inside != null) {
            for (var each : inside) {
                delete(each);
            }
        }
        file.delete();
    }
}
