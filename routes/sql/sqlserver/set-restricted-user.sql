-- From the one session inside: from then on owners may come in, and be thrown out again, but nobody can lock this product out.
ALTER DATABASE :[database] SET RESTRICTED_USER
