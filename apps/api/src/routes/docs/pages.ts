/** The two pages and the few lines of JavaScript that start them: in files of their own, since the policy allows none inline. */

const page = (head: string, body: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Roster API</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" sizes="32x32">
${head}  </head>
  <body>
${body}  </body>
</html>
`;

export const SWAGGER_UI_PAGE = page(
  '    <link rel="stylesheet" href="/docs/swagger-ui.css">\n',
  `    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/init.js"></script>
`,
);

export const REDOC_PAGE = page(
  '    <link rel="stylesheet" href="/redoc/page.css">\n',
  `    <div id="redoc"></div>
    <script src="/redoc/redoc.standalone.js"></script>
    <script src="/redoc/init.js"></script>
`,
);

// `validatorUrl: null`: the default sends the address of this document to a validator on the internet.
// `persistAuthorization: false`: a key that was typed in here goes with the page, and into no storage.
export const SWAGGER_UI_INIT = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
});
`;

// Redoc's own fonts are Google's; it loads none by itself, and these are on every machine.
export const REDOC_INIT = `const sans = 'system-ui, sans-serif';
Redoc.init(
  '/openapi.json',
  {
    requiredPropsFirst: true,
    theme: {
      typography: {
        fontFamily: sans,
        headings: { fontFamily: sans },
        code: { fontFamily: 'ui-monospace, monospace' },
      },
    },
  },
  document.getElementById('redoc'),
);
`;

export const REDOC_CSS = `body { margin: 0; }
`;

/** Instead of Redoc's own picture, which lies on a CDN: a page with lines. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
  <rect x="2" y="1" width="12" height="14" rx="2" fill="none" stroke="#666"/>
  <path d="M5 5h6M5 8h6M5 11h4" stroke="#666"/>
</svg>
`;
