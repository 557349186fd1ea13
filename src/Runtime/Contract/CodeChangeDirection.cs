namespace HotWeave;

/// <summary>Which way state is carried.</summary>
public enum CodeChangeDirection
{
    /// <summary>From the shape that older code expects to that of newer code.</summary>
    Up,

    /// <summary>Back, since the newer version is rolled back.</summary>
    Down,
}
