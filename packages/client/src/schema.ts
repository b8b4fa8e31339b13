// Made by `pnpm client` from the routes of the API. A change here is lost; a test holds the two together.

export interface paths {
    "/v1/employees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List employees
         * @description Page by page: the next one is asked for with `cursor`, the `nextCursor` of this one, and the same filters and order. That misses or repeats no row that stays, whatever comes and goes meanwhile. By one column every page costs the same; of several, rows that are alike in the first are sorted anew for each page.
         */
        get: operations["listEmployees"];
        put?: never;
        /** Create an employee */
        post: operations["createEmployee"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/employees/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create many employees
         * @description Up to 1000 in one transaction: all or none. A fault names the row by its index, `["body", 3, "name"]`.
         */
        post: operations["createEmployees"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/employees/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export employees
         * @description All rows that the filters let through, as they are when they are reached, streamed. Times have their microseconds. In CSV a name that a spreadsheet would take for a formula has an apostrophe before it, which the import takes away again.
         */
        get: operations["exportEmployees"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/employees/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import employees
         * @description Any number of rows in one transaction: all or none. What an export has besides a new employee (id, createdTime, updateTime) is kept as it is where it is given. A fault names its line, `["body", 777, "salary"]`; reading ends with the hundredth. With `dryRun` an `Idempotency-Key` is not looked at.
         */
        post: operations["importEmployees"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/employees/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an employee */
        get: operations["getEmployee"];
        put?: never;
        post?: never;
        /** Delete an employee */
        delete: operations["deleteEmployee"];
        options?: never;
        head?: never;
        /**
         * Change an employee
         * @description A merge patch (RFC 7396): fields that are absent stay as they are. With If-Match only if nobody else has changed the employee since it was read.
         */
        patch: operations["updateEmployee"];
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process answers
         * @description Does not look at the database: restarting this process would not mend it.
         */
        get: operations["livez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether requests should be sent here
         * @description The database answers (or, where it does not, replicas from which reads are answered), no migration is pending, and the server is not stopping.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @example {
         *       "name": "李雷",
         *       "salary": "12345.60",
         *       "gender": "男"
         *     }
         */
        NewEmployee: {
            /** @description Unique; 1 to 40 characters */
            name: string;
            /** @description From 0 to 99999999.99, to the cent; goes out as a string */
            salary: string | number;
            /** @enum {string} */
            gender: "男" | "女";
            /** @description Default 0 */
            bonus?: number;
            /** @description Whether the employee has left; default false */
            isLeave?: boolean;
            /**
             * Format: date-time
             * @description RFC 3339; default now
             */
            entryDate?: string;
        };
        /**
         * @example [
         *       {
         *         "name": "李雷",
         *         "salary": "12345.60",
         *         "gender": "男"
         *       }
         *     ]
         */
        NewEmployees: components["schemas"]["NewEmployee"][];
        /**
         * @example {
         *       "salary": "13000.00"
         *     }
         */
        EmployeeChanges: {
            /** @description Unique; 1 to 40 characters */
            name?: string;
            /** @description From 0 to 99999999.99, to the cent; goes out as a string */
            salary?: string | number;
            /** @enum {string} */
            gender?: "男" | "女";
            /** @description Default 0 */
            bonus?: number;
            /** @description Whether the employee has left; default false */
            isLeave?: boolean;
            /**
             * Format: date-time
             * @description RFC 3339; default now
             */
            entryDate?: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": 1,
         *           "name": "李雷",
         *           "salary": "12345.60",
         *           "gender": "男",
         *           "bonus": 0,
         *           "isLeave": false,
         *           "entryDate": "2026-01-31T01:00:00.000Z",
         *           "createdTime": "2026-01-31T01:00:00.000Z",
         *           "updateTime": "2026-01-31T01:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null,
         *       "total": 1
         *     }
         */
        EmployeePage: {
            items: components["schemas"]["Employee"][];
            /** @description `cursor` of the next page; null on the last one */
            nextCursor: string | null;
            /** @description All rows that the filters let through, with `total=true` */
            total?: number;
        };
        /**
         * @description Problem details (RFC 9457).
         * @example {
         *       "type": "urn:roster:problem:not-found",
         *       "title": "Not found",
         *       "status": 404,
         *       "detail": "employee 7 does not exist",
         *       "instance": "/v1/employees/7"
         *     }
         */
        Problem: {
            /** @description A URN that stays: what a client may switch on */
            type: string;
            /** @description The same for every problem of this type */
            title: string;
            /** @description As in the status line */
            status: number;
            /** @description What happened this time */
            detail: string;
            /** @description The path that was asked for */
            instance: string;
            /** @description Every fault of the request, at most 100 */
            errors?: components["schemas"]["Fault"][];
        } & {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "loc": [
         *         "body",
         *         "salary"
         *       ],
         *       "msg": "Field required",
         *       "type": "missing"
         *     }
         */
        Fault: {
            /** @description path, query, header or body, then the way to it */
            loc: (string | number)[];
            /** @description What is wrong, in words that may change */
            msg: string;
            /** @description The kind of fault, in a word that stays */
            type: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "id": 1,
         *           "name": "李雷",
         *           "salary": "12345.60",
         *           "gender": "男",
         *           "bonus": 0,
         *           "isLeave": false,
         *           "entryDate": "2026-01-31T01:00:00.000Z",
         *           "createdTime": "2026-01-31T01:00:00.000Z",
         *           "updateTime": "2026-01-31T01:00:00.000Z"
         *         }
         *       ]
         *     }
         */
        CreatedEmployees: {
            /** @description In the order of the request */
            items: components["schemas"]["Employee"][];
        };
        /**
         * @example {
         *       "imported": 1000,
         *       "dryRun": false
         *     }
         */
        ImportReport: {
            /** @description Rows */
            imported: number;
            /** @description Whether nothing of it was kept */
            dryRun: boolean;
        };
        /**
         * @example {
         *       "id": 1,
         *       "name": "李雷",
         *       "salary": "12345.60",
         *       "gender": "男",
         *       "bonus": 0,
         *       "isLeave": false,
         *       "entryDate": "2026-01-31T01:00:00.000Z",
         *       "createdTime": "2026-01-31T01:00:00.000Z",
         *       "updateTime": "2026-01-31T01:00:00.000Z"
         *     }
         */
        Employee: {
            id: number;
            name: string;
            salary: string;
            bonus: number;
            isLeave: boolean;
            /** @enum {string} */
            gender: "男" | "女";
            /** Format: date-time */
            entryDate: string;
            /** Format: date-time */
            createdTime: string;
            /** Format: date-time */
            updateTime: string;
        };
        /**
         * @example {
         *       "name": "李雷",
         *       "salary": "12345.60",
         *       "gender": "男"
         *     }
         */
        EmployeeRow: {
            /** @description Unique; 1 to 40 characters */
            name: string;
            /** @description From 0 to 99999999.99, to the cent; goes out as a string */
            salary: string | number;
            /** @enum {string} */
            gender: "男" | "女";
            /** @description Default 0 */
            bonus?: number;
            /** @description Whether the employee has left; default false */
            isLeave?: boolean;
            /** Format: date-time */
            entryDate?: string;
            id?: number;
            /** Format: date-time */
            createdTime?: string;
            /** Format: date-time */
            updateTime?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type NewEmployee = components['schemas']['NewEmployee'];
export type NewEmployees = components['schemas']['NewEmployees'];
export type EmployeeChanges = components['schemas']['EmployeeChanges'];
export type EmployeePage = components['schemas']['EmployeePage'];
export type Problem = components['schemas']['Problem'];
export type Fault = components['schemas']['Fault'];
export type CreatedEmployees = components['schemas']['CreatedEmployees'];
export type ImportReport = components['schemas']['ImportReport'];
export type Employee = components['schemas']['Employee'];
export type EmployeeRow = components['schemas']['EmployeeRow'];
export type $defs = Record<string, never>;
export interface operations {
    listEmployees: {
        parameters: {
            query?: {
                /** @description The name contains this text, in whatever case */
                q?: string;
                /** @description Only these */
                gender?: "男" | "女";
                /** @description Whether the employee has left */
                isLeave?: boolean;
                /** @description The least salary */
                salaryMin?: string | number;
                /** @description The greatest salary */
                salaryMax?: string | number;
                /** @description The earliest entryDate */
                entryFrom?: string;
                /** @description The latest entryDate */
                entryTo?: string;
                /** @description Columns by comma, `-` for descending; id breaks ties, upwards */
                sort?: string;
                /** @description Rows of a page */
                limit?: number;
                /** @description `nextCursor` of the page before, as it came */
                cursor?: string;
                /** @description Rows to leave out, in place of a cursor: each costs time, and rows that come or go shift it */
                offset?: number;
                /** @description Whether to count all rows, which takes time */
                total?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 1,
                     *           "name": "李雷",
                     *           "salary": "12345.60",
                     *           "gender": "男",
                     *           "bonus": 0,
                     *           "isLeave": false,
                     *           "entryDate": "2026-01-31T01:00:00.000Z",
                     *           "createdTime": "2026-01-31T01:00:00.000Z",
                     *           "updateTime": "2026-01-31T01:00:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null,
                     *       "total": 1
                     *     }
                     */
                    "application/json": components["schemas"]["EmployeePage"];
                };
            };
            /** @description The request could not be read */
            400: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is needed */
            401: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long */
            408: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The expectation can’t be met */
            417: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is unavailable, or: Too much at once, or: The database is unavailable */
            503: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createEmployee: {
        parameters: {
            query?: never;
            header?: {
                /** @description Anything that no other request of this caller has, such as a UUID. Sent again with it, within a day where the server says nothing else, the same request is not done again: the answer is the first one. In quotes or without */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "李雷",
                 *       "salary": "12345.60",
                 *       "gender": "男"
                 *     }
                 */
                "application/json": components["schemas"]["NewEmployee"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Path of the new employee */
                    location: string;
                    /** @description Of this state of the employee; for If-Match and If-None-Match */
                    etag: string;
                    /** @description `true` where the request was done before, and this is what it was answered then */
                    "idempotency-replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "李雷",
                     *       "salary": "12345.60",
                     *       "gender": "男",
                     *       "bonus": 0,
                     *       "isLeave": false,
                     *       "entryDate": "2026-01-31T01:00:00.000Z",
                     *       "createdTime": "2026-01-31T01:00:00.000Z",
                     *       "updateTime": "2026-01-31T01:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Employee"];
                };
            };
            /** @description The body could not be read, or: The request could not be read */
            400: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is needed */
            401: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long */
            408: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken, or: A request with this key is being done */
            409: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description The media types that are taken */
                    accept: string;
                    /** @description The content codings that are taken */
                    "accept-encoding": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The expectation can’t be met */
            417: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid, or: The key belongs to another request */
            422: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is unavailable, or: Too much at once, or: The database is unavailable */
            503: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createEmployees: {
        parameters: {
            query?: never;
            header?: {
                /** @description Anything that no other request of this caller has, such as a UUID. Sent again with it, within a day where the server says nothing else, the same request is not done again: the answer is the first one. In quotes or without */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example [
                 *       {
                 *         "name": "李雷",
                 *         "salary": "12345.60",
                 *         "gender": "男"
                 *       }
                 *     ]
                 */
                "application/json": components["schemas"]["NewEmployees"];
            };
        };
        responses: {
            /** @description All created */
            201: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description `true` where the request was done before, and this is what it was answered then */
                    "idempotency-replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 1,
                     *           "name": "李雷",
                     *           "salary": "12345.60",
                     *           "gender": "男",
                     *           "bonus": 0,
                     *           "isLeave": false,
                     *           "entryDate": "2026-01-31T01:00:00.000Z",
                     *           "createdTime": "2026-01-31T01:00:00.000Z",
                     *           "updateTime": "2026-01-31T01:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedEmployees"];
                };
            };
            /** @description The body could not be read, or: The request could not be read */
            400: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is needed */
            401: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long */
            408: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken, or: A request with this key is being done */
            409: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description The media types that are taken */
                    accept: string;
                    /** @description The content codings that are taken */
                    "accept-encoding": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The expectation can’t be met */
            417: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid, or: The key belongs to another request */
            422: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is unavailable, or: Too much at once, or: The database is unavailable */
            503: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportEmployees: {
        parameters: {
            query?: {
                /** @description The name contains this text, in whatever case */
                q?: string;
                /** @description Only these */
                gender?: "男" | "女";
                /** @description Whether the employee has left */
                isLeave?: boolean;
                /** @description The least salary */
                salaryMin?: string | number;
                /** @description The greatest salary */
                salaryMax?: string | number;
                /** @description The earliest entryDate */
                entryFrom?: string;
                /** @description The latest entryDate */
                entryTo?: string;
                /** @description Columns by comma, `-` for descending; id breaks ties, upwards */
                sort?: string;
                /** @description Whether CSV begins with a byte order mark, for spreadsheets */
                bom?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows */
            200: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description A name for the file */
                    "content-disposition": string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id,name,salary,bonus,isLeave,gender,entryDate,createdTime,updateTime
                     *     1,李雷,12345.60,0,false,男,2026-01-31T01:00:00.000Z,2026-01-31T01:00:00.000Z,2026-01-31T01:00:00.000Z
                     */
                    "text/csv": string;
                    /** @example {"id":1,"name":"李雷","salary":"12345.60","bonus":0,"isLeave":false,"gender":"男","entryDate":"2026-01-31T01:00:00.000Z","createdTime":"2026-01-31T01:00:00.000Z","updateTime":"2026-01-31T01:00:00.000Z"} */
                    "application/x-ndjson": string;
                };
            };
            /** @description The request could not be read */
            400: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is needed */
            401: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long */
            408: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The expectation can’t be met */
            417: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is unavailable, or: Too much at once, or: The database is unavailable */
            503: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importEmployees: {
        parameters: {
            query?: {
                /** @description Whether to try it all and keep nothing */
                dryRun?: boolean;
            };
            header?: {
                /** @description Anything that no other request of this caller has, such as a UUID. Sent again with it, within a day where the server says nothing else, the same request is not done again: the answer is the first one. In quotes or without */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example id,name,salary,bonus,isLeave,gender,entryDate,createdTime,updateTime
                 *     1,李雷,12345.60,0,false,男,2026-01-31T01:00:00.000Z,2026-01-31T01:00:00.000Z,2026-01-31T01:00:00.000Z
                 */
                "text/csv": string;
                /** @example {"id":1,"name":"李雷","salary":"12345.60","bonus":0,"isLeave":false,"gender":"男","entryDate":"2026-01-31T01:00:00.000Z","createdTime":"2026-01-31T01:00:00.000Z","updateTime":"2026-01-31T01:00:00.000Z"} */
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description All imported, or with `dryRun` all could be */
            200: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description `true` where the request was done before, and this is what it was answered then */
                    "idempotency-replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "imported": 1000,
                     *       "dryRun": false
                     *     }
                     */
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description The body could not be read, or: The request could not be read */
            400: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is needed */
            401: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long */
            408: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Rows are there already, or: A request with this key is being done */
            409: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description The media types that are taken */
                    accept: string;
                    /** @description The content codings that are taken */
                    "accept-encoding": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The expectation can’t be met */
            417: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid, or: The key belongs to another request */
            422: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is unavailable, or: Too many imports at once, or: The database is unavailable */
            503: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEmployee: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags: 304 where the employee is in one of these states */
                "if-none-match"?: string;
            };
            path: {
                /**
                 * @description Of the employee
                 * @example 1
                 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The employee */
            200: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Of this state of the employee; for If-Match and If-None-Match */
                    etag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "李雷",
                     *       "salary": "12345.60",
                     *       "gender": "男",
                     *       "bonus": 0,
                     *       "isLeave": false,
                     *       "entryDate": "2026-01-31T01:00:00.000Z",
                     *       "createdTime": "2026-01-31T01:00:00.000Z",
                     *       "updateTime": "2026-01-31T01:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Employee"];
                };
            };
            /** @description The client has it already (If-None-Match) */
            304: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Of this state of the employee; for If-Match and If-None-Match */
                    etag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request could not be read */
            400: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is needed */
            401: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long */
            408: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The expectation can’t be met */
            417: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is unavailable, or: Too much at once, or: The database is unavailable */
            503: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteEmployee: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags: done only where the employee is in one of these states */
                "if-match"?: string;
            };
            path: {
                /**
                 * @description Of the employee
                 * @example 1
                 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request could not be read */
            400: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is needed */
            401: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long */
            408: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed */
            412: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The expectation can’t be met */
            417: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is unavailable, or: Too much at once, or: The database is unavailable */
            503: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateEmployee: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags: done only where the employee is in one of these states */
                "if-match"?: string;
            };
            path: {
                /**
                 * @description Of the employee
                 * @example 1
                 */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "salary": "13000.00"
                 *     }
                 */
                "application/json": components["schemas"]["EmployeeChanges"];
                /**
                 * @example {
                 *       "salary": "13000.00"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["EmployeeChanges"];
            };
        };
        responses: {
            /** @description The employee as changed */
            200: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Of this state of the employee; for If-Match and If-None-Match */
                    etag: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "李雷",
                     *       "salary": "12345.60",
                     *       "gender": "男",
                     *       "bonus": 0,
                     *       "isLeave": false,
                     *       "entryDate": "2026-01-31T01:00:00.000Z",
                     *       "createdTime": "2026-01-31T01:00:00.000Z",
                     *       "updateTime": "2026-01-31T01:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Employee"];
                };
            };
            /** @description The body could not be read, or: The request could not be read */
            400: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is needed */
            401: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description What is asked for (RFC 6750) */
                    "www-authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long */
            408: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed */
            412: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            415: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description The media types that are taken */
                    accept: string;
                    /** @description The content codings that are taken */
                    "accept-encoding": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The expectation can’t be met */
            417: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy"?: string;
                    /** @description Requests in a window */
                    "ratelimit-limit"?: string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining"?: string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Authentication is unavailable, or: Too much at once, or: The database is unavailable */
            503: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Requests, and the window in seconds */
                    "ratelimit-policy": string;
                    /** @description Requests in a window */
                    "ratelimit-limit": string;
                    /** @description Requests that are left in this window */
                    "ratelimit-remaining": string;
                    /** @description Seconds until the next window */
                    "ratelimit-reset": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    livez: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            /** @description The request could not be read */
            400: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long */
            408: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The expectation can’t be met */
            417: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "checks": {
                     *         "database": "ok",
                     *         "migrations": "ok",
                     *         "server": "ok"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status: "ok";
                        checks: {
                            [key: string]: string;
                        };
                    };
                };
            };
            /** @description The request could not be read */
            400: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            406: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request took too long */
            408: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The expectation can’t be met */
            417: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is not valid */
            422: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The headers are too large */
            431: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready */
            503: {
                headers: {
                    /** @description The id of the request in the log: the one that it came with, or a new one */
                    "x-request-id": string;
                    /** @description Seconds after which to try again */
                    "retry-after": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
