// validatorUrl: null, since the page must not ask anybody else about the document.
SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#document',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
});
