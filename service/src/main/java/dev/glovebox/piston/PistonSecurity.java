package dev.glovebox.piston;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Scope;
import dev.glovebox.door.DoorKeyFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/**
 * Who may come through this door. There are no cookies, so pages of other origins can do nothing
 * here that whoever sends their requests could not do anyway.
 */
@Configuration(proxyBeanMethods = false)
class PistonSecurity {

  static final String PREFIX = "/piston";

  @Bean
  @Order(20)
  SecurityFilterChain pistonChain(
      HttpSecurity http,
      ApiKeys keys,
      PistonKeys door,
      MessageWriter messages,
      PistonProperties properties) {
    http.securityMatcher(PREFIX, PREFIX + "/**")
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .cors(cors -> cors.configurationSource(origins(properties.origins())))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(new DoorKeyFilter(keys, door), AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(requests -> {
          requests.requestMatchers(HttpMethod.GET, PREFIX, PREFIX + "/").permitAll();
          requests
              .requestMatchers(
                  PREFIX + "/api/v2/execute",
                  PREFIX + PistonController.HOSTED + "/execute",
                  PREFIX + "/api/v2/connect")
              .hasAuthority(Scope.SUBMISSIONS_WRITE.code());
          requests.anyRequest().authenticated();
        })
        .exceptionHandling(refused ->
            refused
                .authenticationEntryPoint((_, response, _) -> {
                  response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"glovebox\"");
                  messages.write(
                      response,
                      401,
                      "An API key is needed: send the header Authorization",
                      Optional.empty());
                })
                .accessDeniedHandler((_, response, _) ->
                    messages.write(
                        response, 403, "The API key may not do this", Optional.empty())));
    return http.build();
  }

  private static UrlBasedCorsConfigurationSource origins(List<String> origins) {
    var rules = new CorsConfiguration();
    rules.setAllowedOrigins(origins);
    rules.setAllowedMethods(List.of("GET", "HEAD", "POST", "DELETE"));
    rules.setAllowedHeaders(List.of("*"));
    rules.setExposedHeaders(List.of(HttpHeaders.RETRY_AFTER));
    rules.setMaxAge(Duration.ofHours(1));
    var source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", rules);
    return source;
  }
}
