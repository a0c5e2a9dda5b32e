-- Operators page through the problems of all tenants, in the order of their ids.
create index problem_page on problem (id, tenant_id);
-- And through what was judged again.
create index rejudging_page_of_all on rejudging (created_at desc, id desc);
