namespace HotWeave.AspNetCore.Diagnostics;

/// <summary>Every message of the hosting integration, 64xx.</summary>
internal static class HostingDiagnostics
{
    private const string ContextFactoryReplacedId = "HW6401";

    internal static string ContextFactoryReplaced { get; } =
        ContextFactoryReplacedId + ": Another IHttpContextFactory was registered after AddHotWeave, so requests would be no units of work. Register it before.";
}
