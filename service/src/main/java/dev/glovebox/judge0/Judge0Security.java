package dev.glovebox.judge0;

import static dev.glovebox.judge0.Judge0Door.PATH;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Scope;
import dev.glovebox.api.RateLimits;
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
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

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
      HttpSecurity http, ApiKeys keys, RateLimits rates, Judge0Properties properties) {
    http.securityMatcher(PATH, PATH + "/**")
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .cors(cors -> cors.configurationSource(origins(properties.origins())))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(headers -> headers.cacheControl(cache -> cache.disable()))
        .addFilterBefore(
            new DoorKeyFilter(keys, rates, properties), AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(requests -> {
          requests.requestMatchers(HttpMethod.GET, PATH).permitAll();
          requests
              .requestMatchers(HttpMethod.GET, PATH + "/submissions")
              .access(both(Scope.SUBMISSIONS_READ));
          requests
              .requestMatchers(HttpMethod.DELETE, PATH + "/submissions/*")
              .access(both(Scope.SUBMISSIONS_WRITE));
          requests
              .requestMatchers(HttpMethod.POST, PATH + "/authorize")
              .hasAuthority(DoorAuthentication.AUTHORISED);
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
        scope.code(), DoorAuthentication.AUTHORISED);
  }

  private static UrlBasedCorsConfigurationSource origins(List<String> origins) {
    var rules = new CorsConfiguration();
    rules.setAllowedOrigins(origins);
    rules.setAllowedMethods(List.of("*"));
    rules.setAllowedHeaders(List.of("*"));
    rules.setExposedHeaders(List.of(HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER));
    rules.setMaxAge(Duration.ofHours(2));
    var source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", rules);
    return source;
  }
}
