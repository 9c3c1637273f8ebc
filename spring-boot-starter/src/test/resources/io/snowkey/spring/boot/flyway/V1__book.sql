create table book (id bigint not null primary key, title varchar(255));
