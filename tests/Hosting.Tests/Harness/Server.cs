namespace HotWeave.Hosting.Tests.Harness;

public enum Server
{
    Kestrel,
    TestServer,
}
