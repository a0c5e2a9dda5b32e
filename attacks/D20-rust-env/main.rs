fn main() {
    for (name, value) in [
        ("GLOVEBOX_DB_PASSWORD", option_env!("GLOVEBOX_DB_PASSWORD")),
        ("PGPASSWORD", option_env!("PGPASSWORD")),
        ("DOCKER_HOST", option_env!("DOCKER_HOST")),
        ("SPRING_DATASOURCE_URL", option_env!("SPRING_DATASOURCE_URL")),
    ] {
        if value.is_some() {
            println!("PWNED {name}");
        }
    }
    println!("contained");
}
