using HotWeave.Tool.Diagnostics;
using HotWeave.Trust.Signing;

namespace HotWeave.Tool.Signing;

/// <summary>Whoever can sign with a private key, wherever that is.</summary>
internal interface ISigner
{
    /// <summary>The public half.</summary>
    TrustedKey Key { get; }

    /// <summary>Signs bytes, in the form that <see cref="TrustedKey"/> checks.</summary>
    /// <exception cref="RefusedException">HW7132.</exception>
    byte[] Sign(byte[] message);
}
