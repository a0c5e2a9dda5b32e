package dev.glovebox.dashboard;

import static dev.glovebox.dashboard.DashboardDoor.PATH;

import dev.glovebox.account.Role;
import dev.glovebox.account.Sessions;
import dev.glovebox.platform.RunsIn;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who sees the pages. People have sessions of their own, apart from API keys: a key opens no page
 * and a cookie nothing of the API. Every change needs a token that pages of other sites can't know.
 */
@Configuration(proxyBeanMethods = false)
@RunsIn(dev.glovebox.platform.Role.API)
class DashboardSecurity {

  static final String CSRF_COOKIE = "glovebox_csrf";
  static final String SIGN_IN = PATH + "/sign-in";
  static final String OPENID = SIGN_IN + "/openid";
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  @Bean
  @Order(10)
  SecurityFilterChain dashboardChain(HttpSecurity http, Sessions sessions, ErrorPages errors) {
    http.securityMatcher(PATH, PATH + "/**")
        .csrf(csrf ->
            csrf.csrfTokenRepository(csrfTokens())
                // Every request is authenticated anew; its token stays that of the pages that are
                // open.
                .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(headers ->
            headers
                .contentSecurityPolicy(p -> p.policyDirectives(CONTENT_POLICY))
                .referrerPolicy(p -> p.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(p -> p.policy("camera=(), geolocation=(), microphone=()")))
        .addFilterBefore(new SessionFilter(sessions), AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(requests -> {
          requests
              .requestMatchers(
                  SIGN_IN, OPENID, OPENID + "/*", PATH + "/assets/**", PATH + "/lib/**")
              .permitAll();
          requests
              .requestMatchers(
                  PATH + "/accounts",
                  PATH + "/accounts/**",
                  PATH + "/audit",
                  PATH + "/audit.csv",
                  PATH + "/drills",
                  PATH + "/drills/**",
                  PATH + "/quotas",
                  PATH + "/quotas/**",
                  PATH + "/settings")
              .hasAuthority(PersonAuthentication.authority(Role.ADMIN));
          requests
              .requestMatchers(
                  PATH + "/overview/**",
                  PATH + "/workers",
                  PATH + "/workers/**",
                  PATH + "/operations",
                  PATH + "/operations/**",
                  PATH + "/queue",
                  PATH + "/queue/**",
                  PATH + "/internal-errors",
                  PATH + "/internal-errors/**",
                  PATH + "/rejudgings",
                  PATH + "/rejudgings/**",
                  PATH + "/problems/*/*/lift")
              .hasAuthority(PersonAuthentication.authority(Role.OPERATOR));
          requests
              .requestMatchers(HttpMethod.POST, PATH + "/sign-out")
              .hasAuthority(PersonAuthentication.authority(Role.VIEWER));
          requests
              .requestMatchers(HttpMethod.POST)
              .hasAuthority(PersonAuthentication.authority(Role.MEMBER));
          requests.anyRequest().hasAuthority(PersonAuthentication.authority(Role.VIEWER));
        })
        .exceptionHandling(refused ->
            refused
                .authenticationEntryPoint((request, response, _) -> askToSignIn(request, response))
                .accessDeniedHandler(
                    (request, response, _) -> errors.write(request, response, 403)));
    return http.build();
  }

  @Bean
  SignInThrottle signInThrottle() {
    return new SignInThrottle(TimeMeter.SYSTEM_NANOTIME);
  }

  private static CookieCsrfTokenRepository csrfTokens() {
    var tokens = new CookieCsrfTokenRepository(); // HttpOnly: pages carry the token themselves
    tokens.setCookieName(CSRF_COOKIE);
    tokens.setCookiePath(PATH);
    tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
    return tokens;
  }

  /** Pages lead to the sign-in and back; parts of pages make the whole page go there. */
  private static void askToSignIn(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getHeader("HX-Request") != null) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      response.setHeader("HX-Redirect", SIGN_IN);
      return;
    }
    if (MediaType.TEXT_EVENT_STREAM_VALUE.equals(request.getHeader(HttpHeaders.ACCEPT))) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    @Nullable String query = request.getQueryString();
    String wanted = request.getRequestURI() + (query == null ? "" : "?" + query);
    response.sendRedirect(
        request.getMethod().equals("GET") && !wanted.equals(PATH)
            ? SIGN_IN + "?to=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8)
            : SIGN_IN);
  }
}
