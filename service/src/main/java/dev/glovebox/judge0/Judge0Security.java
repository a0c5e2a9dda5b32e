package dev.glovebox.judge0;

import static dev.glovebox.judge0.Judge0Door.PATH;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Scope;
import dev.glovebox.door.DoorKeyFilter;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AllAuthoritiesAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Who may come through this door. There are no cookies, so pages of other origins can do nothing
 * here that whoever sends their requests could not do anyway. Refusals say nothing but their
 * status.
 */
@Configuration(proxyBeanMethods = false)
class Judge0Security {

  @Bean
  @Order(30)
  SecurityFilterChain judge0Chain(
      HttpSecurity http, ApiKeys keys, Judge0Keys door, Judge0Properties properties) {
    http.securityMatcher(PATH, PATH + "/**")
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .cors(cors -> cors.configurationSource(origins(properties)))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(headers -> headers.cacheControl(cache -> cache.disable()))
        .addFilterBefore(new DoorKeyFilter(keys, door), AnonymousAuthenticationFilter.class)
        .addFilterBefore(new EntryFilter(properties), CorsFilter.class)
        .authorizeHttpRequests(requests -> {
          requests
              .requestMatchers(
                  HttpMethod.GET,
                  PATH,
                  PATH + "/docs",
                  PATH + "/docs.html",
                  PATH + "/dummy-client.html")
              .permitAll();
          requests
              .requestMatchers(HttpMethod.GET, PATH + "/submissions")
              .access(both(Scope.SUBMISSIONS_READ));
          requests
              .requestMatchers(HttpMethod.DELETE, PATH + "/submissions/*")
              .access(both(Scope.SUBMISSIONS_WRITE));
          requests
              .requestMatchers(HttpMethod.POST, PATH + "/authorize")
              .hasAuthority(Judge0Keys.AUTHORISED);
          requests
              .requestMatchers(HttpMethod.POST, PATH + "/submissions/**")
              .hasAuthority(Scope.SUBMISSIONS_WRITE.code());
          requests
              .requestMatchers(HttpMethod.GET, PATH + "/submissions/**")
              .hasAuthority(Scope.SUBMISSIONS_READ.code());
          requests.anyRequest().authenticated();
        })
        .exceptionHandling(refused ->
            refused
                .authenticationEntryPoint((_, response, _) -> Judge0Door.bare(response, 401))
                .accessDeniedHandler((_, response, _) -> Judge0Door.bare(response, 403)));
    return http.build();
  }

  private static AllAuthoritiesAuthorizationManager<
          org.springframework.security.web.access.intercept.RequestAuthorizationContext>
      both(Scope scope) {
    return AllAuthoritiesAuthorizationManager.hasAllAuthorities(
        scope.code(), Judge0Keys.AUTHORISED);
  }

  private static CorsConfigurationSource origins(Judge0Properties properties) {
    var rules = new CorsConfiguration();
    rules.setAllowedOrigins(properties.origins());
    rules.setAllowedMethods(List.of("*"));
    rules.setAllowedHeaders(List.of("*"));
    rules.setExposedHeaders(List.of(HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER));
    rules.setMaxAge(Duration.ofHours(2));
    var nothing = new CorsConfiguration();
    return request -> {
      String origin = request.getHeader(HttpHeaders.ORIGIN);
      return origin != null && properties.refusedOrigins().contains(origin) ? nothing : rules;
    };
  }
}
