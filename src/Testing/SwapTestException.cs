using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Testing;

/// <summary>A swap test failed, or could not be set up. Test frameworks report it like any failure.</summary>
public sealed class SwapTestException : Exception
{
    /// <summary>Makes one with the general message.</summary>
    public SwapTestException()
        : base("A swap test failed.")
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong.</param>
    public SwapTestException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Its cause.</param>
    public SwapTestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal SwapTestException(string message, IEnumerable<Diagnostic> diagnostics)
        : base(string.Join("\n", diagnostics.Where(static d => d.Severity != DiagnosticSeverity.Info).Select(static d => d.ToString()).Prepend(message)))
    {
    }
}
