"""What is done to certificates and requests (việc trên sổ chứng thư số)."""
