package dev.glovebox.api;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Scope;
import dev.glovebox.door.DoorKeyFilter;
import java.util.stream.Collectors;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/** Who may call what. No sessions, no cookies, hence nothing that could be forged across sites. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  @Bean
  SecurityFilterChain apiChain(
      HttpSecurity http,
      ApiKeys keys,
      RateLimits rates,
      ProblemWriter problems,
      ApiProperties properties) {
    http.csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(headers -> headers.contentSecurityPolicy(p -> p.policyDirectives(CONTENT_POLICY)))
        .addFilterBefore(
            new DoorKeyFilter(keys, new BearerKeys(rates, problems)),
            AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(requests -> {
          requests
              .requestMatchers(
                  HttpMethod.GET,
                  "/actuator/health/**",
                  "/actuator/info",
                  "/api/v1/openapi.json",
                  "/api/v1/openapi.yaml",
                  "/docs/**",
                  "/problems/*")
              .permitAll();
          requests.requestMatchers("/error").permitAll();
          if (properties.publicMetrics()) {
            requests.requestMatchers("/actuator/prometheus").permitAll();
          }
          requests.requestMatchers("/actuator/prometheus").hasAuthority(Scope.METRICS_READ.code());
          requests.requestMatchers("/actuator/**").hasAuthority(Scope.ADMIN.code());
          requests
              .requestMatchers(HttpMethod.GET, "/api/v1/submissions/**", "/api/v1/rejudgings/**")
              .hasAuthority(Scope.SUBMISSIONS_READ.code());
          requests
              .requestMatchers(HttpMethod.POST, "/api/v1/submissions/**", "/api/v1/rejudgings/**")
              .hasAuthority(Scope.SUBMISSIONS_WRITE.code());
          requests
              .requestMatchers(HttpMethod.POST, "/api/v1/problems/*/versions/*/release")
              .hasAuthority(Scope.ADMIN.code());
          requests
              .requestMatchers(
                  "/api/v1/keys/current",
                  "/api/v1/keys/current/rotate",
                  "/api/v1/keys/current/quota")
              .authenticated();
          requests
              .requestMatchers(
                  "/api/v1/admin/**",
                  "/api/v1/operations/**",
                  "/api/v1/queue/**",
                  "/api/v1/tenants/**",
                  "/api/v1/quotas/**",
                  "/api/v1/users/**",
                  "/api/v1/keys/**",
                  "/api/v1/audit/**")
              .hasAuthority(Scope.ADMIN.code());
          requests
              .requestMatchers(HttpMethod.GET, "/api/v1/problems/**")
              .hasAuthority(Scope.PROBLEMS_READ.code());
          requests.requestMatchers("/api/v1/problems/**").hasAuthority(Scope.PROBLEMS_WRITE.code());
          requests
              .requestMatchers(
                  HttpMethod.GET,
                  "/api/v1/runs/**",
                  "/api/v1/jobs/**",
                  "/api/v1/events",
                  "/api/v1/webhooks/**",
                  "/api/v1/uploads/**",
                  "/api/v1/artifacts/**",
                  "/api/v1/secrets/**",
                  "/api/v1/caches/**")
              .hasAuthority(Scope.CI_READ.code());
          requests
              .requestMatchers(
                  "/api/v1/runs/**",
                  "/api/v1/jobs/**",
                  "/api/v1/webhooks/**",
                  "/api/v1/lint",
                  "/api/v1/uploads/**",
                  "/api/v1/artifacts/**",
                  "/api/v1/secrets/**",
                  "/api/v1/caches/**")
              .hasAuthority(Scope.CI_WRITE.code());
          requests.anyRequest().authenticated();
        })
        .exceptionHandling(refused ->
            refused
                .authenticationEntryPoint((request, response, _) -> {
                  response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"glovebox\"");
                  problems.write(
                      request,
                      response,
                      new Problem(
                          ProblemKind.UNAUTHENTICATED,
                          "Send Authorization: Bearer and a key that is neither revoked nor expired."));
                })
                .accessDeniedHandler((request, response, denied) ->
                    problems.write(
                        request,
                        response,
                        new Problem(ProblemKind.FORBIDDEN, missingScope(denied)))));
    return http.build();
  }

  /** Requests are measured as a whole; a measurement of every filter would cost more than it. */
  @Bean
  SecurityObservationSettings noObservationOfFilters() {
    return SecurityObservationSettings.noObservations();
  }

  /** Requests that are not even HTTP are answered in the same form as all others. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsForBrokenRequests() {
    return factory ->
        factory.addContextCustomizers(
            context -> context.getParent().getPipeline().addValve(new BrokenRequestValve()));
  }

  private static String missingScope(AccessDeniedException denied) {
    if (denied instanceof AuthorizationDeniedException known
        && known.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision) {
      return decision.getAuthorities().stream()
          .map(GrantedAuthority::getAuthority)
          .collect(Collectors.joining(" or ", "The key needs the scope ", "."));
    }
    return "The key may not do this.";
  }
}
