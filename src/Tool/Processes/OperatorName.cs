namespace HotWeave.Tool.Processes;

/// <summary>Who uses the tool, for the audit of the process that it acts on.</summary>
internal static class OperatorName
{
    public static string Current => Describe(Environment.UserName, Environment.GetEnvironmentVariable("SUDO_USER"));

    /// <summary>Only the process's own user may swap it, so operators often become that user first.</summary>
    public static string Describe(string user, string? through) => string.IsNullOrEmpty(through) || through == user ? user : $"{through} as {user}";
}
