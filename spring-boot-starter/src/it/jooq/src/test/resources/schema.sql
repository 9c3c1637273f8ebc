create table novel (id bigint primary key);
